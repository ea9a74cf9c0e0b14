-- Values as text for people, and the difference of two of them line by line.

local WIDEST = 72 -- a table that is shorter than this stands on one line
local MOST_CELLS = 400000 -- of the table that finds the common lines
local CONTEXT = 3 -- lines around a difference

local format = {}

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\0"] = "\\0", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escape(byte)
  return escapes[byte] or string.format("\\x%02x", byte:byte())
end

local function quoted(text)
  local unusual = utf8.len(text) and '[%c"\\\127]' or '[%c"\\\127-\255]'
  return '"' .. text:gsub(unusual, escape) .. '"'
end

local function number(value)
  if math.type(value) == "integer" then
    return tostring(value)
  end
  local text = string.format("%.14g", value)
  if tonumber(text) ~= value and value == value then
    text = string.format("%.17g", value)
  end
  return text:find("^-?%d+$") and text .. ".0" or text
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local rank_a, rank_b = ranks[type(a)] or 4, ranks[type(b)] or 4
  if rank_a ~= rank_b then
    return rank_a < rank_b
  elseif rank_a <= 2 then
    return a < b
  end
  return tostring(a) < tostring(b)
end

local function sorted_keys(value)
  local keys = {}
  for key in next, value do
    keys[#keys + 1] = key
  end
  table.sort(keys, before)
  return keys
end

local function plain(value)
  local kind = type(value)
  if kind == "string" then
    return quoted(value)
  elseif kind == "number" then
    return number(value)
  elseif kind == "nil" or kind == "boolean" then
    return tostring(value)
  end
  return "<" .. kind .. ">"
end

local function key_text(key)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") then
    return key
  end
  return "[" .. plain(key) .. "]"
end

-- Adds the lines of a value; `head` stands in front of the first and `tail` behind the last.
local function add_lines(lines, value, indent, head, tail, open)
  if type(value) ~= "table" then
    lines[#lines + 1] = indent .. head .. plain(value) .. tail
  elseif open[value] then
    lines[#lines + 1] = indent .. head .. "<the table around it>" .. tail
  elseif next(value) == nil then
    lines[#lines + 1] = indent .. head .. "{}" .. tail
  else
    open[value] = true
    lines[#lines + 1] = indent .. head .. "{"
    for _, key in ipairs(sorted_keys(value)) do
      add_lines(lines, rawget(value, key), indent .. "  ", key_text(key) .. " = ", ",", open)
    end
    lines[#lines + 1] = indent .. "}" .. tail
    open[value] = nil
  end
end

-- The lines of a value, one for each field.
function format.lines(value)
  local lines = {}
  add_lines(lines, value, "", "", "", {})
  return lines
end

-- A value as text; on one line where it is short.
function format.text(value)
  if type(value) ~= "table" then
    return plain(value)
  end
  local lines = format.lines(value)
  local length = 0
  for _, line in ipairs(lines) do
    length = length + #line
    if length > WIDEST * 2 then
      return table.concat(lines, "\n")
    end
  end
  local short = {}
  for index, line in ipairs(lines) do
    short[index] = line:gsub("^ +", "")
  end
  local text = table.concat(short, " "):gsub(", }", " }")
  return #text <= WIDEST and text or table.concat(lines, "\n")
end

-- The lengths of the longest common subsequences of the ends of two lists.
local function common_lengths(a, b)
  local lengths = {}
  for i = #a + 1, 1, -1 do
    local row, below = {}, lengths[i + 1]
    row[#b + 1] = 0
    for j = #b, 1, -1 do
      if i > #a then
        row[j] = 0
      elseif a[i] == b[j] then
        row[j] = below[j + 1] + 1
      else
        row[j] = math.max(below[j], row[j + 1])
      end
    end
    lengths[i] = row
  end
  return lengths
end

-- The marked lines that lead from a to b: "- " only in a, "+ " only in b, "  " in both.
local function marked_lines(a, b)
  local marked = {}
  local function add(mark, line)
    marked[#marked + 1] = mark .. line
  end
  if #a * #b > MOST_CELLS then
    for _, line in ipairs(a) do add("- ", line) end
    for _, line in ipairs(b) do add("+ ", line) end
    return marked
  end
  local lengths = common_lengths(a, b)
  local i, j = 1, 1
  while i <= #a or j <= #b do
    if i <= #a and j <= #b and a[i] == b[j] then
      add("  ", a[i])
      i, j = i + 1, j + 1
    elseif j > #b or (i <= #a and lengths[i + 1][j] >= lengths[i][j + 1]) then
      add("- ", a[i])
      i = i + 1
    else
      add("+ ", b[j])
      j = j + 1
    end
  end
  return marked
end

-- Leaves out what is far from any difference.
local function shortened(marked)
  local near = {}
  for index, line in ipairs(marked) do
    if line:sub(1, 1) ~= " " then
      for other = index - CONTEXT, index + CONTEXT do
        near[other] = true
      end
    end
  end
  local lines = {}
  for index, line in ipairs(marked) do
    if near[index] then
      lines[#lines + 1] = line
    elseif near[index - 1] or index == 1 then
      lines[#lines + 1] = "  ..."
    end
  end
  return lines
end

-- What differs between two values, "- " for lines of the expected one and "+ " for lines of the actual one.
function format.difference(expected, actual)
  return table.concat(shortened(marked_lines(format.lines(expected), format.lines(actual))), "\n")
end

-- The same for two texts of several lines.
function format.text_difference(expected, actual)
  local function lines(text)
    local list = {}
    for line in (text .. "\n"):gmatch("(.-)\n") do
      list[#list + 1] = line:gsub("[%c\127]", escape)
    end
    return list
  end
  return table.concat(shortened(marked_lines(lines(expected), lines(actual))), "\n")
end

return format
