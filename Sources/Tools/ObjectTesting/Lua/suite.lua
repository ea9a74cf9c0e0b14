-- describe, it and their kin: collects the tests of one file, and runs one of them.

local assertions = require "xlwm2m.assert"
local format = require "xlwm2m.format"
local places = require "xlwm2m.places"
local xunit = require "xlwm2m.xunit"
require "xlwm2m.declared"
require "xlwm2m.spy"

local host = xlwm2m_host
local Failure = assertions.Failure
-- What `pending` raises inside a test.
local Pending = {}

local root = { before_each = {}, after_each = {}, setup = {}, teardown = {} }
local tests = {}
local current = root -- the block whose body runs
local finally -- the functions that the running test gave to `finally`; nil outside of a test

local suite = {}

-- On a module: why and where the running test was skipped; whether it had failed before.
local skipped, has_failed

-- --- collecting -----------------------------------------------------------------------------------------------------

local function misuse(text)
  error(text, 3)
end

local function expect_collecting(word)
  if not current then
    error(word .. " belongs outside of a test", 3)
  end
end

local function describe(name, body)
  expect_collecting("describe")
  if type(name) ~= "string" or type(body) ~= "function" then
    misuse("describe takes a name and a function: describe('a sensor', function() ... end)")
  end
  local outer = current
  current = { outer = outer, name = name, before_each = {}, after_each = {}, setup = {}, teardown = {} }
  body()
  current = outer
end

local function add_test(name, body, reason)
  local file, line = places.at(3)
  tests[#tests + 1] = { name = name, body = body, reason = reason, block = current, file = file, line = line }
end

local function it(name, body)
  expect_collecting("it")
  if type(name) ~= "string" or not (body == nil or type(body) == "function") then
    misuse("it takes a name and a function: it('reads', function() ... end)")
  end
  add_test(name, body, body == nil and "has no body" or nil)
end

-- The name of a test of a table of cases: `{field}` is that field of the case, `{}` the case itself, `{key}` its key.
local function case_name(name, key, case)
  return (name:gsub("{([%w_]*)}", function(field)
    local value
    if field == "" then
      value = case
    elseif type(case) == "table" and (case[field] ~= nil or case[math.tointeger(tonumber(field))] ~= nil) then
      value = case[field]
      if value == nil then
        value = case[math.tointeger(tonumber(field))]
      end
    elseif field == "key" then
      value = key
    else
      return nil
    end
    return type(value) == "string" and value or format.text(value)
  end))
end

-- A test for each case of a table: each({ { value = 1, code = 204 } }, "writes {value}", function(case) ... end).
local function each(cases, name, body)
  expect_collecting("each")
  if type(cases) ~= "table" or type(name) ~= "string" or type(body) ~= "function" then
    misuse("each takes a table of cases, a name and a function: each({ { value = 1 } }, 'writes {value}', function(case) end)")
  end
  local keys = {}
  for key in pairs(cases) do
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b)
    local is_number_a, is_number_b = type(a) == "number", type(b) == "number"
    if is_number_a ~= is_number_b then
      return is_number_a
    end
    return is_number_a and a < b or not is_number_a and tostring(a) < tostring(b)
  end)
  for _, key in ipairs(keys) do
    local case = cases[key]
    add_test(case_name(name, key, case), function()
      return body(case, key)
    end)
  end
end

-- In a block: a test that is not ready. In a test: ends it as not ready.
local function pending(name, reason)
  if current then
    if type(name) ~= "string" then
      misuse("pending takes a name: pending('writes')")
    end
    add_test(name, nil, type(reason) == "string" and reason or "pending")
  else
    error(setmetatable({ reason = type(name) == "string" and name or "pending" }, Pending), 0)
  end
end

local function hook(kind, word)
  return function(body)
    expect_collecting(word)
    if type(body) ~= "function" then
      misuse(word .. " takes a function: " .. word .. "(function() ... end)")
    end
    table.insert(current[kind], { body = body, word = word })
  end
end

local function on_end(body)
  if not finally then
    misuse("finally belongs inside a test")
  elseif type(body) ~= "function" then
    misuse("finally takes a function: finally(function() ... end)")
  end
  table.insert(finally, { body = body, word = "finally" })
end

for _, word in ipairs { "describe", "context", "insulate", "expose" } do
  _G[word] = describe
end
for _, word in ipairs { "it", "spec", "test" } do
  _G[word] = it
end
for _, word in ipairs { "setup", "lazy_setup", "strict_setup", "before_all" } do
  _G[word] = hook("setup", word)
end
for _, word in ipairs { "teardown", "lazy_teardown", "strict_teardown", "after_all" } do
  _G[word] = hook("teardown", word)
end
_G.before_each = hook("before_each", "before_each")
_G.after_each = hook("after_each", "after_each")
_G.pending = pending
_G.finally = on_end
_G.each = each
_G.assert = assertions.assert

-- --- running --------------------------------------------------------------------------------------------------------

local function on_error(raised)
  if getmetatable(raised) == Pending or getmetatable(raised) == Failure then
    return raised
  end
  local message = raised
  if type(raised) ~= "string" then
    local meta = getmetatable(raised)
    message = type(meta) == "table" and meta.__tostring and tostring(raised)
      or "an error that is no text: " .. format.text(raised)
  end
  return setmetatable({ message = message, is_error = true, stack = places.stack() }, Failure)
end

local function stack_text(stack)
  local lines = {}
  for _, place in ipairs(stack) do
    lines[#lines + 1] = place.file .. ":" .. place.line
  end
  return table.concat(lines, "\n")
end

-- What the runner is told of a failure: kind, message, expected, actual, difference, file, line, stack, and the word
-- of the hook in which it was raised.
local MEMBERS = 9

local function described(test, failure)
  local raised = failure.raised
  if getmetatable(raised) ~= Failure then
    -- No memory or no stack for the handler of errors, or an error inside it: the text alone has the place.
    local text = tostring(raised)
    local file, line = text:match("^([^\n:]+):(%d+): ")
    local stack = file and { { file = file, line = math.tointeger(line) } } or {}
    raised = { message = text, is_error = true, stack = stack }
  end
  local place = places.innermost(raised.stack) or test
  local message = raised.message
  local prefix = string.format("%s:%s: ", place.file, place.line)
  if message:sub(1, #prefix) == prefix then
    message = message:sub(#prefix + 1)
  end
  local kind = failure.ran_short and "memory" or raised.is_error and "error" or "failed"
  return kind, message, raised.expected, raised.actual, raised.difference,
    place.file, place.line, stack_text(raised.stack), failure.word
end

-- The results for the runner: the outcome, then all failures, one after the other.
local function report(test, failures)
  local results, count = { "failed" }, 1
  for _, failure in ipairs(failures) do
    if getmetatable(failure.raised) ~= Pending then
      local members = table.pack(described(test, failure))
      table.move(members, 1, MEMBERS, count + 1, results)
      count = count + MEMBERS
    end
  end
  if count == 1 then
    return "pending", failures[1].raised.reason
  end
  return table.unpack(results, 1, count)
end

-- Runs a hook or the body of a test; answers what was raised, with the word of the hook.
local function run(step)
  local completed, raised = xpcall(step.body, on_error)
  if not completed then
    has_failed = has_failed or getmetatable(raised) == Failure
    local ran_short = getmetatable(raised) ~= Failure and host.ran_short()
    return { raised = raised, word = step.word, ran_short = ran_short }
  end
end

-- Runs steps in turn until one fails.
local function run_all(steps)
  for _, step in ipairs(steps) do
    local failure = run(step)
    if failure then
      return failure
    end
  end
end

local function blocks_around(test)
  local blocks = {}
  local block = test.block
  while block do
    table.insert(blocks, 1, block)
    block = block.outer
  end
  return blocks
end

-- What runs before the body, and what after it: outer before inner, and back.
local function surroundings(test)
  local first, last = {}, {}
  local blocks = blocks_around(test)
  for _, block in ipairs(blocks) do
    table.move(block.before_each, 1, #block.before_each, #first + 1, first)
  end
  for index = #blocks, 1, -1 do
    table.move(blocks[index].after_each, 1, #blocks[index].after_each, #last + 1, last)
  end
  return first, last
end

local shared = {} -- the blocks with a setup or a teardown

-- Runs steps in their order and adds their failures, soft ones too; ends at the first unless it goes on.
local function run_steps(steps, soft, failures, goes_on)
  local told = #soft
  for _, step in ipairs(steps) do
    failures[#failures + 1] = run(step)
    for place = told + 1, #soft do
      failures[#failures + 1] = { raised = soft[place], word = step.word }
    end
    told = #soft
    if #failures > 0 and not goes_on then
      break
    end
  end
end

-- Runs the setup or the teardown of a shared block, for a test that stands for its place; answers as `suite.run`.
local function run_once(steps, index, goes_on)
  current, finally, skipped, has_failed = nil, nil, nil, false
  local soft, failures = {}, {}
  assertions.soft_failures = soft
  run_steps(steps, soft, failures, goes_on)
  if skipped then
    return "pending", skipped.reason, skipped.file, skipped.line
  elseif #failures > 0 then
    return report(tests[index], failures)
  end
  return "passed"
end

-- Runs what comes once before the tests of a block, by its number, and a test's.
function suite.set_up(number, index)
  return run_once(shared[number].setup, index, false)
end

-- Runs what comes once after them, all of it.
function suite.tear_down(number, index)
  return run_once(shared[number].teardown, index, true)
end

-- Runs a test by its number, with what surrounds each test.
function suite.run(index)
  local test = tests[index]
  if not test.body then
    return "pending", test.reason
  end
  current, finally, skipped, has_failed = nil, {}, nil, false
  local soft = {}
  assertions.soft_failures = soft
  local first, last = surroundings(test)
  local failures = {}
  local failure = run_all(first) or run { body = test.body }
  for _, raised in ipairs(soft) do
    failures[#failures + 1] = { raised = raised }
  end
  failures[#failures + 1] = failure
  -- What cleans up runs to its end, whatever fails meanwhile.
  table.move(last, 1, #last, #finally + 1, finally)
  run_steps(finally, soft, failures, true)
  if skipped then
    return "pending", skipped.reason, skipped.file, skipped.line
  elseif #failures > 0 then
    return report(test, failures)
  end
  return "passed"
end

-- --- on a module ------------------------------------------------------------------------------------------------------

-- What a test gets for the table of an Object.
function suite.guard(object)
  return object
end

-- `x_test.lua:12: `, where the test calls this; empty outside of it.
function suite.place()
  local place = places.innermost(places.stack())
  return place and place.file .. ":" .. place.line .. ": " or ""
end

-- Ends the running test as one that a module cannot do. What it did until then is no failure, however it ends; a failure
-- before remains one.
function suite.skip(reason)
  if not has_failed and #(assertions.soft_failures or {}) == 0 then
    local place = places.innermost(places.stack()) or {}
    skipped = skipped or { reason = reason, file = place.file, line = place.line }
  end
  error(setmetatable({ reason = reason }, Pending), 0)
end

-- --- for tests made by the program -----------------------------------------------------------------------------------

-- Adds a test that stands at a line of another file.
function suite.add(name, file, line, body)
  tests[#tests + 1] = { name = name, body = body, block = current, file = file, line = line }
end

-- --- for the runner -------------------------------------------------------------------------------------------------

-- Before the test file runs.
function suite.open(file)
  places.test_file = file
  xunit.open()
end

-- After it ran: the number of tests.
function suite.close()
  xunit.close(tests, root)
  return #tests
end

-- The numbers of the blocks around a test that have a setup or a teardown, outermost first.
function suite.shared_blocks(index)
  local numbers = {}
  for _, block in ipairs(blocks_around(tests[index])) do
    if #block.setup + #block.teardown > 0 then
      if not block.number then
        shared[#shared + 1] = block
        block.number = #shared
      end
      numbers[#numbers + 1] = block.number
    end
  end
  return table.unpack(numbers)
end

-- Name, file and line of a test, then the names of the blocks around it, outermost first.
function suite.describe(index)
  local test = tests[index]
  local names = {}
  for _, block in ipairs(blocks_around(test)) do
    names[#names + 1] = block.name
  end
  return test.name, test.file, test.line, table.unpack(names)
end

return suite
