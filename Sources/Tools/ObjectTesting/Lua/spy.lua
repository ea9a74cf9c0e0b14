-- `spy`, `stub` and `mock`: functions that keep what they are called with, in the place of others, with the words of
-- luassert. Each test begins with the globals as they were, so that nothing has to be put back.

local assertions = require "xlwm2m.assert"
local format = require "xlwm2m.format"
local match = require "xlwm2m.match"

local Spy = {}
Spy.__index = Spy
Spy.__name = "spy"

local function is_callable(value)
  return type(value) == "function" or type(value) == "table" and (getmetatable(value) or {}).__call ~= nil
end

-- Tables as they are now, so that it does not matter what becomes of them; each once, whatever refers to it.
local function as_now(value, seen)
  if type(value) ~= "table" or match.is_matcher(value) then
    return value
  elseif seen[value] then
    return seen[value]
  end
  local copy = setmetatable({}, getmetatable(value))
  seen[value] = copy
  for key, field in next, value do
    rawset(copy, key, as_now(field, seen))
  end
  return copy
end

-- The values of a list with their number; `then_` has the tables among them as they are now.
local function noted(...)
  local list = table.pack(...)
  for index = 1, list.n do
    if type(list[index]) == "table" then
      list.then_ = list.then_ or {}
      list.then_[index] = as_now(list[index], {})
    end
  end
  return list
end

local function note(call, ...)
  call.results = noted(...)
  return ...
end

Spy.__call = function(self, ...)
  local call = noted(...)
  self.calls[#self.calls + 1] = call
  for _, rule in ipairs(self.rules) do
    if self.fits(rule.arguments, call) then
      return note(call, rule.body(...))
    end
  end
  return note(call, self.callback(...))
end

-- Whether a call has the arguments that are expected, each equal in content or accepted by its matcher.
function Spy.fits(expected, call)
  if expected.n ~= call.n then
    return false
  end
  for index = 1, expected.n do
    local was = call.then_ and call.then_[index]
    local wanted = expected.then_ and expected.then_[index] or expected[index]
    -- A matcher may ask which table it was, everything else what was in it.
    if not match.accepts(wanted, not match.is_matcher(wanted) and was or call[index]) then
      return false
    end
  end
  return true
end

-- Forgets the calls so far.
function Spy:clear()
  self.calls = {}
  return self
end

-- Puts back what stood in its place.
function Spy:revert()
  if self.owner then
    self.owner[self.name] = self.original
    self.owner = nil
  end
  return self.original
end

local function new_spy(callback)
  return setmetatable({ calls = {}, rules = {}, callback = callback }, Spy)
end

local function put(object, owner, name)
  object.owner, object.name, object.original = owner, name, owner[name]
  owner[name] = object
  return object
end

local function expect_place(owner, name, word)
  if type(owner) ~= "table" or name == nil then
    error(word .. " takes a table and the name of a function in it: " .. word .. '(_G, "lua_send_urc")', 3)
  end
end

local spy = {}

function spy.new(callback)
  if not is_callable(callback) then
    error("spy.new takes a function: spy.new(function() ... end)", 2)
  end
  return new_spy(callback)
end

-- Keeps the calls of a function in a table, which goes on working: spy.on(_G, "lua_send_urc").
function spy.on(owner, name)
  expect_place(owner, name, "spy.on")
  if not is_callable(owner[name]) then
    error("spy.on: '" .. tostring(name) .. "' is a " .. type(owner[name]) .. ", not a function", 2)
  end
  return put(new_spy(owner[name]), owner, name)
end

function spy.is_spy(value)
  return getmetatable(value) == Spy
end

-- --- stubs ----------------------------------------------------------------------------------------------------------

local function nothing() end

local function returning(...)
  local values = table.pack(...)
  return function()
    return table.unpack(values, 1, values.n)
  end
end

local function body_of(...)
  local first = ...
  if select("#", ...) == 1 and is_callable(first) then
    return first
  end
  return select("#", ...) == 0 and nothing or returning(...)
end

-- What a stub does from now on.
local function settings(self, set)
  return {
    returns = function(...)
      set(returning(...))
      return self
    end,
    invokes = function(body)
      set(body)
      return self
    end,
  }
end

local function make_stub(...)
  local self = new_spy(body_of(...))
  local by_default = settings(self, function(body)
    self.callback = body
  end)
  self.returns, self.invokes, self.by_default = by_default.returns, by_default.invokes, by_default
  self.on_call_with = function(...)
    local rule = { arguments = noted(...), body = nothing }
    table.insert(self.rules, 1, rule)
    return settings(self, function(body)
      rule.body = body
    end)
  end
  return self
end

-- In the place of a function, or of one that the product lacks.
local function put_stub(word, owner, name, ...)
  if owner == nil then
    return make_stub()
  end
  expect_place(owner, name, word)
  if owner[name] ~= nil and not is_callable(owner[name]) then
    error(word .. ": '" .. tostring(name) .. "' is a " .. type(owner[name]) .. ", not a function", 3)
  end
  return put(make_stub(...), owner, name)
end

-- Does nothing, returns the values given, or calls the function given.
local stub = setmetatable({}, {
  __call = function(_, ...)
    return (put_stub("stub", ...))
  end,
})

function stub.new(...)
  return (put_stub("stub.new", ...))
end

-- Calls a body with each function and spy in a table and in the tables in it: owner, name, value.
local function visit(owner, body, seen)
  if seen[owner] then
    return
  end
  seen[owner] = true
  local names = {}
  for name in pairs(owner) do
    names[#names + 1] = name
  end
  for _, name in ipairs(names) do
    local value = owner[name]
    if type(value) == "table" and not spy.is_spy(value) then
      visit(value, body, seen)
    elseif type(value) == "function" or spy.is_spy(value) then
      body(owner, name, value)
    end
  end
end

local function expect_table(owner, word)
  if type(owner) ~= "table" then
    error(word .. " takes a table: " .. word .. "(helpers)", 3)
  end
end

-- Spies on all functions of a table and of the tables in it; with true they are stubs.
local mock = setmetatable({}, {
  __call = function(_, owner, are_stubs)
    expect_table(owner, "mock")
    visit(owner, function(place, name, value)
      if type(value) == "function" then
        local _ = are_stubs and stub(place, name) or spy.on(place, name)
      end
    end, {})
    return owner
  end,
})

-- Forgets the calls of all of them so far.
function mock.clear(owner)
  expect_table(owner, "mock.clear")
  visit(owner, function(_, _, value)
    if spy.is_spy(value) then
      value:clear()
    end
  end, {})
  return owner
end

-- Puts back what stood in their places.
function mock.revert(owner)
  expect_table(owner, "mock.revert")
  visit(owner, function(_, _, value)
    if spy.is_spy(value) then
      value:revert()
    end
  end, {})
  return owner
end

-- --- assertions -------------------------------------------------------------------------------------------------------

local function calls_text(calls)
  if #calls == 0 then
    return "no call"
  end
  local lines = {}
  for index, call in ipairs(calls) do
    if index > 10 then
      lines[index] = "... and " .. (#calls - 10) .. " more calls"
      break
    end
    local shown = table.pack(table.unpack(call, 1, call.n))
    for place, was in pairs(call.then_ or {}) do
      shown[place] = was
    end
    lines[index] = "(" .. match.arguments_text(table.unpack(shown, 1, call.n)) .. ")"
  end
  return table.concat(lines, "\n")
end

local function times(count)
  return count == 1 and "one call" or count .. " calls"
end

-- Each answers whether it holds, what was expected, and what was there.
local checks = {
  called = function(object, count)
    if count == nil then
      return #object.calls > 0, "a call", calls_text(object.calls)
    end
    return #object.calls == count, times(count), times(#object.calls)
  end,
  called_at_least = function(object, count)
    return #object.calls >= count, "at least " .. times(count), times(#object.calls)
  end,
  called_at_most = function(object, count)
    return #object.calls <= count, "at most " .. times(count), times(#object.calls)
  end,
  called_more_than = function(object, count)
    return #object.calls > count, "more than " .. times(count), times(#object.calls)
  end,
  called_less_than = function(object, count)
    return #object.calls < count, "less than " .. times(count), times(#object.calls)
  end,
  called_with = function(object, ...)
    local expected = noted(...)
    local holds = false
    for _, call in ipairs(object.calls) do
      holds = holds or Spy.fits(expected, call)
    end
    return holds, "a call with (" .. match.arguments_text(...) .. ")", calls_text(object.calls)
  end,
  returned_with = function(object, ...)
    local expected = table.pack(...)
    local holds = false
    for _, call in ipairs(object.calls) do
      holds = holds or call.results and Spy.fits(expected, call.results) or false
    end
    return holds, "a call that returned (" .. match.arguments_text(...) .. ")", times(#object.calls)
  end,
}

local fillers = { is = true, was = true, were = true, has = true, have = true, been = true, be = true, to = true }
local negations = { ["not"] = true, no = true, never = true }

local function chain(object, is_negated)
  return setmetatable({}, {
    __index = function(_, word)
      local words, negated = {}, is_negated
      for part in tostring(word):gmatch("[^_]+") do
        if #words > 0 then
          words[#words + 1] = part
        elseif negations[part] then
          negated = not negated
        elseif not fillers[part] then
          words[1] = part
        end
      end
      local name = table.concat(words, "_")
      if name == "" then
        return chain(object, negated)
      end
      local check = checks[name]
      if not check then
        error("a spy has no assertion '" .. tostring(word) .. "': it has called, called_with, called_at_least, "
          .. "called_at_most, called_more_than, called_less_than, returned_with", 2)
      end
      return function(...)
        local holds, expected, actual = check(object, ...)
        if holds == negated then
          assertions.fail {
            message = negated and "the function was called so" or "the function was not called so",
            expected = negated and "anything but " .. expected or expected,
            actual = actual,
          }
        end
      end
    end,
  })
end

local function assert_spy(object)
  if not spy.is_spy(object) then
    error("assert.spy takes a spy or a stub, not a " .. type(object) .. ": local s = spy.on(t, 'name') "
      .. "assert.spy(s).was.called()", 2)
  end
  return chain(object, false)
end

rawset(assertions.assert, "spy", assert_spy)
rawset(assertions.assert, "stub", assert_spy)


_G.spy, _G.stub, _G.mock = spy, stub, mock

return spy
