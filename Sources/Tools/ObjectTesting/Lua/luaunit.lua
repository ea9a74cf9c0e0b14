-- What `require "luaunit"` answers: the assertions of LuaUnit 3 on those of `assert`, so that files written for it run. The
-- tests, functions `test_*` and tables `Test*`, are found as they are.

local assertions = require "xlwm2m.assert"
local format = require "xlwm2m.format"
local same = require("xlwm2m.compare").same

local assert, fail = assertions.assert, assertions.fail

local luaunit = { ORDER_ACTUAL_EXPECTED = true, EPS = 2.0 ^ -52, VERSION = "3.4" }

-- The two values of an assertion as it names them: LuaUnit has the actual one first, unless the file says otherwise.
local function ordered(actual, expected)
  if luaunit.ORDER_ACTUAL_EXPECTED then
    return expected, actual
  end
  return actual, expected
end

local function define(names, body)
  for name in names:gmatch("%S+") do
    luaunit[name] = body
    -- assert_equals as well as assertEquals.
    luaunit[name:gsub("%u", function(letter)
      return "_" .. letter:lower()
    end)] = body
  end
end

define("assertEquals", function(actual, expected, message)
  local wanted, found = ordered(actual, expected)
  assert.same(wanted, found, message)
end)

define("assertNotEquals", function(actual, expected, message)
  local wanted, found = ordered(actual, expected)
  assert.is_not.same(wanted, found, message)
end)

define("assertAlmostEquals", function(actual, expected, margin, message)
  local wanted, found = ordered(actual, expected)
  assert.near(wanted, found, margin or luaunit.EPS, message)
end)

define("assertNotAlmostEquals", function(actual, expected, margin, message)
  local wanted, found = ordered(actual, expected)
  assert.is_not.near(wanted, found, margin or luaunit.EPS, message)
end)

define("assertIs", function(actual, expected, message)
  local wanted, found = ordered(actual, expected)
  assert.equal(wanted, found, message)
end)

define("assertNotIs", function(actual, expected, message)
  local wanted, found = ordered(actual, expected)
  assert.is_not.equal(wanted, found, message)
end)

define("assertTrue", assert.is_true)
define("assertFalse", assert.is_false)
define("assertEvalToTrue", assert.is_truthy)
define("assertEvalToFalse", assert.is_falsy)
define("assertNil assertIsNil", assert.is_nil)
define("assertNotNil assertNotIsNil", assert.is_not_nil)
define("assertNotTrue assertNotIsTrue", assert.is_not_true)
define("assertNotFalse assertNotIsFalse", assert.is_not_false)
define("assertIsTrue", assert.is_true)
define("assertIsFalse", assert.is_false)

for _, kind in ipairs { "Number", "String", "Table", "Boolean", "Function", "Userdata", "Thread" } do
  define("assertIs" .. kind, assert["is_" .. kind:lower()])
  define("assertNotIs" .. kind, assert["is_not_" .. kind:lower()])
end

define("assertIsNaN assertNan", function(value, message)
  assert.is_true(value ~= value, message)
end)

local function holds(text, part, is_pattern, ignores_case)
  if ignores_case then
    text, part = text:lower(), part:lower()
  end
  return type(text) == "string" and text:find(part, 1, not is_pattern) ~= nil
end

local function text_check(names, is_wanted, ignores_case)
  define(names, function(text, part, is_pattern, message)
    if holds(text, part, is_pattern, ignores_case) ~= is_wanted then
      fail {
        message = type(message) == "string" and message or is_wanted and "text is not contained" or "text is contained",
        expected = (is_wanted and "something with " or "nothing with ") .. format.text(part) .. " in it",
        actual = format.text(text),
      }
    end
  end)
end

text_check("assertStrContains", true)
text_check("assertStrIContains", true, true)
text_check("assertNotStrContains", false)
text_check("assertNotStrIContains", false, true)

define("assertStrMatches", function(text, pattern, first, last, message)
  local from, to = tostring(text):find(pattern)
  if from ~= (first or 1) or to ~= (last or #tostring(text)) then
    fail {
      message = type(message) == "string" and message or "text does not match",
      expected = "a text that is " .. format.text(pattern), actual = format.text(text),
    }
  end
end)

local function raised_by(body, ...)
  local completed, raised = pcall(body, ...)
  if completed then
    fail { message = "no error was raised", expected = "an error", actual = "no error" }
  end
  return type(raised) == "table" and raised.message or raised
end

local function without_place(message)
  return type(message) == "string" and message:gsub("^[^\n]-:%d+: ", "", 1) or message
end

define("assertError", raised_by)

define("assertErrorMsgEquals", function(expected, body, ...)
  local raised = raised_by(body, ...)
  if not same(expected, raised) then
    assert.same(expected, without_place(raised))
  end
end)
define("assertErrorMsgContentEquals", function(expected, body, ...)
  assert.same(expected, without_place(raised_by(body, ...)))
end)

define("assertErrorMsgContains", function(part, body, ...)
  assert.contains(tostring(raised_by(body, ...)), part)
end)

define("assertErrorMsgMatches", function(pattern, body, ...)
  assert.matches(pattern, tostring(raised_by(body, ...)))
end)

define("assertItemsEquals", function(actual, expected, message)
  local left = {}
  for _, value in pairs(expected) do
    left[#left + 1] = value
  end
  for _, value in pairs(actual) do
    local place
    for index, other in ipairs(left) do
      place = place or same(value, other) and index
    end
    if not place then
      assert.same(expected, actual, message)
    end
    table.remove(left, place)
  end
  if #left > 0 then
    assert.same(expected, actual, message)
  end
end)

define("assertTableContains", function(whole, part, message)
  assert.contains(whole, part, message)
end)
define("assertNotTableContains", function(whole, part, message)
  assert.does_not.contain(whole, part, message)
end)

function luaunit.fail(message)
  fail { message = message or "the test failed" }
end

function luaunit.failIf(condition, message)
  if condition then
    luaunit.fail(message)
  end
end

function luaunit.skip(reason)
  pending(reason or "skipped")
end

function luaunit.skipIf(condition, reason)
  if condition then
    luaunit.skip(reason)
  end
end

luaunit.fail_if, luaunit.skip_if = luaunit.failIf, luaunit.skipIf
luaunit.runOnlyIf = function(condition, reason)
  luaunit.skipIf(not condition, reason)
end
luaunit.prettystr = format.text

-- A file ends with os.exit(luaunit.LuaUnit.run()): the tests run when it has been read.
luaunit.LuaUnit = setmetatable({}, {
  __index = function()
    return function()
      return 0
    end
  end,
})
luaunit.LuaUnit.new = function()
  return luaunit.LuaUnit
end
luaunit.run = luaunit.LuaUnit.run
if os.exit == nil then
  os.exit = function() end
end

return luaunit
