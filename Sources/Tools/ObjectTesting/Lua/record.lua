-- Writes down what a test asks of the device and what it is answered, as a file of Lua that does the same again.

local record = {}

local lines = {}

local function literal(value)
  if type(value) == "string" then
    return (string.format("%q", value):gsub("\\\n", "\\n"):gsub("\r", "\\r"))
  elseif type(value) == "table" then
    local parts = {}
    for key, entry in pairs(value) do
      parts[#parts + 1] = "[" .. literal(key) .. "] = " .. literal(entry)
    end
    table.sort(parts)
    return "{ " .. table.concat(parts, ", ") .. " }"
  elseif value ~= value then
    return "0/0"
  elseif value == math.huge or value == -math.huge then
    return value > 0 and "math.huge" or "-math.huge"
  elseif type(value) == "number" or type(value) == "boolean" or value == nil then
    return type(value) == "number" and string.format("%q", value) or tostring(value)
  end
  return "nil"
end

local function requester(who)
  return math.type(who) == "integer" and "device.server(" .. who .. ")" or "device." .. tostring(who)
end

local function arguments(...)
  local texts = {}
  for index = 1, select("#", ...) do
    texts[index] = literal((select(index, ...)))
  end
  while texts[#texts] == "nil" do
    texts[#texts] = nil
  end
  return table.concat(texts, ", ")
end

-- What each function of the host is in a test: the text of the call, and whether its answer counts.
local calls = {
  load = function(name) return "device.load(" .. literal(name) .. ")" end,
  access = function(path, rights) return "device.access(" .. arguments(path, rights) .. ")" end,
  set_property = function(name, value) return "device." .. name .. " = " .. literal(value) end,
  advance = function(seconds) return "device.clock.advance(" .. literal(seconds) .. ")" end,
  values = function(sources) return "device.values(" .. literal(sources) .. ")" end,
  cancel = function(who, path) return requester(who) .. ":cancel(" .. literal(path) .. ")" end,
  told = function(who) return requester(who) .. ":notifications()" end,
  save = function() return "device.save()" end,
  restart = function() return "device.lose_power()" end,
  clear = function() return "device.clear()" end,
  at = function(command) return "device.at(" .. literal(command) .. ")", true end,
  write = function(who, path, value, replaces)
    return requester(who) .. ":write(" .. arguments(path, value, replaces and { replace = true } or nil) .. ")", true
  end,
  read_bytes = function(who, path, format)
    return requester(who) .. ":read(" .. arguments(path, format) .. ")", true
  end,
}
for _, name in ipairs { "read", "execute", "create", "delete", "discover", "observe", "attributes" } do
  calls[name] = function(who, ...)
    return requester(who) .. ":" .. name .. "(" .. arguments(...) .. ")", true
  end
end

-- `told({ n = 2, 21.5, 69 }, device.server(123):read("/3300/0/5700"))`
local function told(call, ...)
  local texts = { "n = " .. select("#", ...) }
  for index = 1, select("#", ...) do
    texts[#texts + 1] = literal((select(index, ...)))
  end
  return "told({ " .. table.concat(texts, ", ") .. " }, " .. call .. ")"
end

-- Begins: from here on each function of the host writes down what it does.
function record.start(host)
  for name, text_of in pairs(calls) do
    local body = host[name]
    host[name] = function(...)
      local call, counts = text_of(...)
      local place = #lines + 1
      lines[place] = call
      local function keep(...)
        if counts then
          lines[place] = told(call, ...)
        end
        return ...
      end
      return keep(body(...))
    end
  end
end

-- All lines since the start of the file.
function record.text()
  return table.concat(lines, "\n")
end

return record
