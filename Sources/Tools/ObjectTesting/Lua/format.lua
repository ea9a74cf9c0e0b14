-- Values as text for people.

local WIDEST = 72 -- a table that is shorter than this stands on one line
local MOST_LINES, MOST_BYTES = 10000, 300000 -- of one value; what is shared or endless is cut there
local HEX_COLUMNS = 48 -- of a line of bytes in hexadecimal digits: 16 bytes
local DEEPEST = 60 -- levels of tables in tables

local format = {
  -- The names of the codes of answers, "4.04 Not Found", by number; set by the device.
  code_names = {},
  -- The codes that requests of the running test were answered with, each with the reason of its last refusal or true.
  answered = {},
  -- How many columns of a terminal a text takes; the device's own knows wide letters.
  columns = function(text)
    return utf8.len(text) or #text
  end,
}

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\0"] = "\\0", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escape(byte)
  return escapes[byte] or string.format("\\x%02x", byte:byte())
end

local function quoted(text)
  local unusual = utf8.len(text) and '[%c"\\\127]' or '[%c"\\\127-\255]'
  return '"' .. text:gsub(unusual, escape) .. '"'
end

-- A line of a text of several, as it may be shown.
function format.escaped(line)
  return (line:gsub("[%c\127]", escape))
end

local function number(value)
  if math.type(value) == "integer" then
    return tostring(value)
  elseif value ~= value then
    return "nan"
  end
  local text = string.format("%.14g", value)
  if tonumber(text) ~= value then
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

-- A code of an answer with its name, `69 (2.05 Content)`; nil for what is none.
local function code_text(value)
  local name = math.type(value) == "integer" and format.code_names[value]
  return name and string.format("%d (%s)", value, name)
end

local function is_full(lines)
  return #lines >= MOST_LINES or (lines.bytes or 0) >= MOST_BYTES
end

-- Adds the lines of a value; `head` stands in front of the first and `tail` behind the last.
local function add_lines(lines, value, depth, head, tail, open)
  local indent = ("  "):rep(depth)
  local function add(text)
    lines[#lines + 1] = indent .. text
    lines.bytes = (lines.bytes or 0) + #indent + #text
  end
  if type(value) ~= "table" then
    add(head .. plain(value) .. tail)
  elseif open[value] then
    add(head .. "<the table around it>" .. tail)
  elseif next(value) == nil then
    add(head .. "{}" .. tail)
  elseif depth >= DEEPEST or is_full(lines) then
    lines.are_cut = true
    add(head .. "{ ... }" .. tail)
  else
    open[value] = true
    add(head .. "{")
    for _, key in ipairs(sorted_keys(value)) do
      local field = rawget(value, key)
      if is_full(lines) then
        lines.are_cut = true
        add("  ...")
        break
      elseif key == "code" and code_text(field) then
        add("  code = " .. code_text(field) .. ",")
      else
        add_lines(lines, field, depth + 1, key_text(key) .. " = ", ",", open)
      end
    end
    add("}" .. tail)
    open[value] = nil
  end
end

-- The lines of a value, one for each field; `are_cut` is set where some are left out.
function format.lines(value)
  local lines = {}
  add_lines(lines, value, 0, "", "", {})
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

-- Two values that are compared; codes of answers have their names where one of the two came as an answer.
function format.pair(expected, actual)
  if format.answered[expected] or format.answered[actual] then
    return code_text(expected) or format.text(expected), code_text(actual) or format.text(actual)
  end
  return format.text(expected), format.text(actual)
end

-- Where a value stands in a table, `.rows[3].name`.
function format.path(keys)
  local text = ""
  for _, key in ipairs(keys) do
    local shown = key_text(key)
    text = text .. (shown:sub(1, 1) == "[" and shown or "." .. shown)
  end
  return text
end

-- Two texts of hexadecimal digits in lines of the same length, so that each line is of the same bytes.
function format.hex_lines(expected, actual)
  local function lines(text)
    local digits = text:gsub("%s", ""):lower()
    local pairs_of_digits = digits:gsub("%x%x?", "%0 ")
    return (pairs_of_digits:gsub(("."):rep(HEX_COLUMNS), "%0\n"):gsub(" \n", "\n"):gsub("%s+$", ""))
  end
  return lines(expected), lines(actual)
end

return format
