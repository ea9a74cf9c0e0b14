-- `match`: what an argument has to be like, for called_with and on_call_with, with the words of luassert: match._,
-- match.is_string(), match.is_not.equal(3), match.is_near(21.5, 0.1), match.is_all_of(...).

local assertions = require "xlwm2m.assert"
local format = require "xlwm2m.format"
local compare = require "xlwm2m.compare"

local Matcher = {}
Matcher.__index = Matcher
Matcher.__name = "matcher"
Matcher.__tostring = function(matcher)
  return matcher.text
end
-- Whether a value is so: match.is_string()("x").
Matcher.__call = function(matcher, value)
  return matcher.accepts(value)
end

local function matcher(text, accepts)
  return setmetatable({ text = text, accepts = accepts }, Matcher)
end

local match = {}

-- Whether a value is what is expected: equal in content, or accepted by a matcher.
function match.accepts(expected, value)
  if getmetatable(expected) == Matcher then
    return expected.accepts(value)
  end
  return compare.same(expected, value)
end

local function arguments_text(...)
  local texts = {}
  for index = 1, select("#", ...) do
    local value = select(index, ...)
    texts[index] = getmetatable(value) == Matcher and value.text or format.text(value)
  end
  return table.concat(texts, ", ")
end

match.arguments_text = arguments_text

function match.is_matcher(value)
  return getmetatable(value) == Matcher
end

-- Whether any of several matchers or values is one that accepts a value, or one that does not.
local function any(all, value, accepting)
  for _, one in ipairs(all) do
    if match.accepts(one, value) == accepting then
      return true
    end
  end
  return false
end

local makers = {
  all_of = function(...)
    local all = { ... }
    return function(value)
      return not any(all, value, false)
    end
  end,
  any_of = function(...)
    local all = { ... }
    return function(value)
      return any(all, value, true)
    end
  end,
  none_of = function(...)
    local all = { ... }
    return function(value)
      return not any(all, value, true)
    end
  end,
  ref = function(expected)
    return function(value)
      return rawequal(expected, value)
    end
  end,
}

-- Those of `assert` take the value last, or before a tolerance.
local function of_assertion(name, ...)
  local rule = assertions.checks[name]
  if not rule then
    return nil
  end
  local given = table.pack(...)
  return function(value)
    local arguments = table.pack(table.unpack(given, 1, given.n))
    local place = name == "near" and 2 or given.n + 1
    table.insert(arguments, math.min(place, arguments.n + 1), value)
    local completed, holds = pcall(rule.body, table.unpack(arguments, 1, given.n + 1))
    return completed and holds == true
  end
end

local fillers = { is = true, are = true, has = true, a = true, an = true }

local chain_meta = {}

local function chain(is_negated)
  return setmetatable({ is_negated = is_negated }, chain_meta)
end

chain_meta.__index = function(self, word)
  local words, is_negated = {}, rawget(self, "is_negated")
  for part in tostring(word):gmatch("[^_]+") do
    if #words == 0 and (part == "not" or part == "no") then
      is_negated = not is_negated
    elseif #words > 0 or not fillers[part] then
      words[#words + 1] = part
    end
  end
  local name = table.concat(words, "_")
  if name == "" then
    return chain(is_negated)
  end
  return function(...)
    local accepts = makers[name] and makers[name](...) or of_assertion(name, ...)
    if not accepts then
      error("there is no matcher '" .. tostring(word) .. "': there are match._, is_all_of, is_any_of, is_none_of, is_ref, "
        .. "and the words of assert, is_string, is_near, ...", 2)
    end
    local text = "match." .. (is_negated and "is_not_" or "is_") .. name .. "(" .. arguments_text(...) .. ")"
    return matcher(text, function(value)
      return accepts(value) ~= is_negated
    end)
  end
end

local words = chain(false)
rawset(words, "_", matcher("match._", function()
  return true
end))

match.words = words
_G.match = words

return match
