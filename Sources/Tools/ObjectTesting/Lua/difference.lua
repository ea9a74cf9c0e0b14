-- What differs between two values or texts, line by line: "- " for what was expected, "+ " for what was there, and a
-- mark below long lines where they begin to differ.

local compare = require "xlwm2m.compare"
local format = require "xlwm2m.format"

local CONTEXT = 3 -- lines around a difference
local MOST_EDITS = 400 -- between two lists of lines; beyond that all of the middle counts as changed
local MOST_SHOWN = 60 -- lines of a difference
local MOST_CHANGED = 15 -- lines of one stretch that go, and that come
local MOST_PLACES = 5 -- where values are too large to be shown in lines
local LONG = 72 -- a longer line is shown around its first difference
local BEFORE, BEHIND = 30, 40 -- so many bytes of it

local difference = {}

-- --- the edits that lead from one list to the other -----------------------------------------------------------------

-- How far each diagonal came after each number of edits; nil for too many.
--
-- Source: Myers 1986, "An O(ND) Difference Algorithm and Its Variations".
local function frontiers(a, b, first, last_a, last_b)
  local reach, trace = { [1] = 0 }, {}
  local count_a, count_b = last_a - first + 1, last_b - first + 1
  for edits = 0, math.min(count_a + count_b, MOST_EDITS) do
    local now = {}
    for diagonal = -edits, edits, 2 do
      local x
      if diagonal == -edits or diagonal ~= edits and reach[diagonal - 1] < reach[diagonal + 1] then
        x = reach[diagonal + 1]
      else
        x = reach[diagonal - 1] + 1
      end
      while x < count_a and x - diagonal < count_b and a[first + x] == b[first + x - diagonal] do
        x = x + 1
      end
      now[diagonal] = x
      if x >= count_a and x - diagonal >= count_b then
        trace[edits] = now
        return trace, edits, diagonal
      end
    end
    trace[edits] = now
    reach = now
  end
end

-- Which lines of the middle go and which come, sets of indexes, and whether those are too many to be told apart.
local function changes(a, b, first, last_a, last_b)
  local gone, come = {}, {}
  local trace, edits, diagonal = frontiers(a, b, first, last_a, last_b)
  if not trace then
    for index = first, last_a do gone[index] = true end
    for index = first, last_b do come[index] = true end
    return gone, come, true
  end
  while edits > 0 do
    local before = trace[edits - 1]
    local is_come = diagonal == -edits or diagonal ~= edits and before[diagonal - 1] < before[diagonal + 1]
    diagonal = is_come and diagonal + 1 or diagonal - 1
    local x = before[diagonal]
    if is_come then
      come[first + x - diagonal] = true
    else
      gone[first + x] = true
    end
    edits = edits - 1
  end
  return gone, come
end

-- The lines in their order, as lists of marks and of texts, and whether too many differ to be told apart.
local function marked(a, b)
  local head, tail = 0, 0
  local shorter = math.min(#a, #b)
  while head < shorter and a[head + 1] == b[head + 1] do head = head + 1 end
  while tail < shorter - head and a[#a - tail] == b[#b - tail] do tail = tail + 1 end
  local gone, come, are_too_many = changes(a, b, head + 1, #a - tail, #b - tail)
  local marks, texts = {}, {}
  local function add(mark, text)
    marks[#marks + 1], texts[#marks + 1] = mark, text
  end
  local i, j = 1, 1
  while i <= #a or j <= #b do
    if gone[i] then
      add("-", a[i])
      i = i + 1
    elseif come[j] then
      add("+", b[j])
      j = j + 1
    else
      add(" ", a[i])
      i, j = i + 1, j + 1
    end
  end
  return marks, texts, are_too_many
end

-- --- long lines -----------------------------------------------------------------------------------------------------

local function is_inside_letter(text, index)
  local byte = text:byte(index)
  return byte ~= nil and byte >= 0x80 and byte < 0xC0
end

-- Part of a line from one byte to another, with dots where something is left out.
local function part(text, from, to)
  while from > 1 and is_inside_letter(text, from) do from = from - 1 end
  while to < #text and is_inside_letter(text, to + 1) do to = to + 1 end
  return (from > 1 and "..." or "") .. text:sub(from, to) .. (to < #text and "..." or "")
end

local function first_difference(one, other)
  local index = 1
  while index <= #one and one:byte(index) == other:byte(index) do index = index + 1 end
  while index > 1 and (is_inside_letter(one, index) or is_inside_letter(other, index)) do index = index - 1 end
  return index
end

-- Two lines around their first difference, and the blanks that lead to it.
local function around(one, other)
  local index = first_difference(one, other)
  local from = math.max(1, index - BEFORE)
  local before = part(one, from, index - 1)
  if index <= #one then
    before = before:gsub("%.%.%.$", "")
  end
  return part(one, from, index + BEHIND), part(other, from, index + BEHIND), (" "):rep(format.columns(before))
end

local function cut(text)
  return #text > LONG * 3 and part(text, 1, LONG * 3) or text
end

-- --- what is shown --------------------------------------------------------------------------------------------------

-- Adds a stretch of changed lines; long ones that took each other's place stand together.
local function add_changed(shown, gone, come)
  local is_long = false
  if #gone == #come then
    for index, line in ipairs(gone) do
      is_long = is_long or #line > LONG or #come[index] > LONG
    end
  end
  local function left(count, mark)
    if count > MOST_CHANGED then
      shown[#shown + 1] = string.format("%s ... and %d more lines", mark, count - MOST_CHANGED)
    end
  end
  if not is_long then
    for _, mark in ipairs { "-", "+" } do
      local list = mark == "-" and gone or come
      for index = 1, math.min(#list, MOST_CHANGED) do shown[#shown + 1] = mark .. " " .. cut(list[index]) end
      left(#list, mark)
    end
    return
  end
  for index = 1, math.min(#gone, MOST_CHANGED) do
    local line = gone[index]
    local one, other, blanks = line, come[index], nil
    if #one > LONG or #other > LONG then
      one, other, blanks = around(one, other)
    end
    shown[#shown + 1] = "- " .. one
    shown[#shown + 1] = "+ " .. other
    shown[#shown + 1] = blanks and "  " .. blanks .. "^"
  end
  left(#gone, " ")
end

-- The changed lines with some around them.
local function shown_lines(marks, texts)
  local near = {}
  for index, mark in ipairs(marks) do
    if mark ~= " " then
      for other = index - CONTEXT, index + CONTEXT do near[other] = true end
    end
  end
  local shown, index = {}, 1
  while index <= #marks do
    if #shown >= MOST_SHOWN then
      local left = 0
      for rest = index, #marks do left = left + (marks[rest] ~= " " and 1 or 0) end
      if left > 0 then
        shown[#shown + 1] = string.format("  ... and %d more lines that differ", left)
        break
      end
    end
    if marks[index] ~= " " then
      local lists = { ["-"] = {}, ["+"] = {} }
      while marks[index] and marks[index] ~= " " do
        table.insert(lists[marks[index]], texts[index])
        index = index + 1
      end
      add_changed(shown, lists["-"], lists["+"])
    else
      if near[index] then
        shown[#shown + 1] = "  " .. cut(texts[index])
      elseif near[index - 1] or index == 1 then
        shown[#shown + 1] = "  ..."
      end
      index = index + 1
    end
  end
  return table.concat(shown, "\n")
end

-- The first places that differ, for values that are too large or too deep for lines.
local function places(expected, actual)
  local lines = {}
  local found, has_more = compare.differences(expected, actual, MOST_PLACES)
  for _, place in ipairs(found) do
    lines[#lines + 1] = "  at " .. (place.is_deep and "..." or "") .. format.path(place.keys)
    lines[#lines + 1] = "- " .. cut(format.text(place.expected):gsub("\n *", " "))
    lines[#lines + 1] = "+ " .. cut(format.text(place.actual):gsub("\n *", " "))
  end
  if has_more then
    lines[#lines + 1] = #found > 0 and "  ... and more" or "  ... deeper than was looked"
  end
  return table.concat(lines, "\n")
end

local function text_lines(text)
  local list = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    list[#list + 1] = format.escaped(line)
  end
  return list
end

-- What differs between two values; nil where their texts are short enough to be compared by eye.
function difference.of(expected, actual)
  if type(expected) == "table" and type(actual) == "table" then
    local a, b = format.lines(expected), format.lines(actual)
    local are_cut = a.are_cut or b.are_cut
    local marks, texts, are_too_many = {}, {}, false
    if not are_cut then
      marks, texts, are_too_many = marked(a, b)
    end
    if are_cut or are_too_many or table.concat(marks):find("^ *$") then
      local text = places(expected, actual)
      return text ~= "" and text or nil
    end
    return shown_lines(marks, texts)
  elseif type(expected) == "string" and type(actual) == "string" then
    if (expected .. actual):find("\n", 1, true) then
      return shown_lines(marked(text_lines(expected), text_lines(actual)))
    end
    local one, other = format.text(expected), format.text(actual)
    if one ~= other and (#one > LONG or #other > LONG) then
      return shown_lines({ "-", "+" }, { one, other })
        .. string.format(" byte %d", first_difference(expected, actual))
    end
  end
end

return difference
