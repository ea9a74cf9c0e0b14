-- describe, it and their kin: collects the tests of one file, and runs one of them.

local assertions = require "xlwm2m.assert"
local format = require "xlwm2m.format"
local places = require "xlwm2m.places"

local Failure = assertions.Failure
-- What `pending` raises inside a test.
local Pending = {}

local root = { before_each = {}, after_each = {}, setup = {}, teardown = {} }
local tests = {}
local current = root -- the block whose body runs
local finally -- the functions that the running test gave to `finally`; nil outside of a test

local suite = {}

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
    table.insert(current[kind], body)
  end
end

local function on_end(body)
  if not finally then
    misuse("finally belongs inside a test")
  elseif type(body) ~= "function" then
    misuse("finally takes a function: finally(function() ... end)")
  end
  table.insert(finally, body)
end

for _, word in ipairs { "describe", "context", "insulate", "expose" } do
  _G[word] = describe
end
for _, word in ipairs { "it", "spec", "test" } do
  _G[word] = it
end
for _, word in ipairs { "setup", "lazy_setup", "strict_setup" } do
  _G[word] = hook("setup", word)
end
for _, word in ipairs { "teardown", "lazy_teardown", "strict_teardown" } do
  _G[word] = hook("teardown", word)
end
_G.before_each = hook("before_each", "before_each")
_G.after_each = hook("after_each", "after_each")
_G.pending = pending
_G.finally = on_end
_G.assert = assertions.assert

-- --- tests by their names (xUnit) -----------------------------------------------------------------------------------

local function is_test_name(name)
  return type(name) == "string" and (name:find("^test[_%u%d]") or name:find("^Test[_%u%d]")) ~= nil
end

-- Where globals and methods were set while the file ran: order[table][name] = { file =, line =, number = }.
local order = {}
local number = 0

local function remember(owner, name)
  local file, line = places.at(3)
  number = number + 1
  order[owner] = order[owner] or {}
  order[owner][name] = order[owner][name] or { file = file, line = line, number = number }
end

local method_meta = {
  __newindex = function(owner, name, value)
    remember(owner, name)
    rawset(owner, name, value)
  end,
}

local global_meta = {
  __newindex = function(owner, name, value)
    if is_test_name(name) then
      remember(owner, name)
      if type(value) == "table" and getmetatable(value) == nil then
        setmetatable(value, method_meta)
      end
    end
    rawset(owner, name, value)
  end,
}

local function named(owner, accepts)
  local names = {}
  for name, value in next, owner do
    if accepts(name, value) then
      names[#names + 1] = name
    end
  end
  local known = order[owner] or {}
  table.sort(names, function(a, b)
    local number_a, number_b = known[a] and known[a].number or math.huge, known[b] and known[b].number or math.huge
    if number_a ~= number_b then
      return number_a < number_b
    end
    return a < b
  end)
  return names, known
end

local function method(owner, name)
  return function()
    return owner[name](owner)
  end
end

local function add_class(class_name, class, place)
  local block = { outer = root, name = class_name, before_each = {}, after_each = {}, setup = {}, teardown = {} }
  local hooks = {
    before_each = { "setUp", "setup", "SetUp" },
    after_each = { "tearDown", "teardown", "TearDown" },
    setup = { "setUpClass" },
    teardown = { "tearDownClass" },
  }
  for kind, names in pairs(hooks) do
    for _, name in ipairs(names) do
      if type(class[name]) == "function" then
        table.insert(block[kind], method(class, name))
        break
      end
    end
  end
  local names, known = named(class, function(name, value)
    return type(name) == "string" and name:find("^[Tt]est") and type(value) == "function"
  end)
  for _, name in ipairs(names) do
    local at = known[name] or place or {}
    tests[#tests + 1] =
      { name = name, body = method(class, name), block = block, file = at.file, line = at.line }
  end
  if getmetatable(class) == method_meta then
    setmetatable(class, nil)
  end
end

-- Adds the global functions and tables that are tests by their names.
local function collect_named()
  local names, known = named(_G, function(name, value)
    return is_test_name(name) and (type(value) == "function" and name:find("^test") or type(value) == "table")
  end)
  for _, name in ipairs(names) do
    local value, at = rawget(_G, name), known[name] or {}
    if type(value) == "function" then
      tests[#tests + 1] = { name = name, body = value, block = root, file = at.file, line = at.line }
    elseif name:find("^Test") then
      add_class(name, value, known[name])
    end
  end
end

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

-- The results for the runner: outcome, message, expected, actual, difference, file, line, stack.
local function report(test, raised)
  if getmetatable(raised) == Pending then
    return "pending", raised.reason
  elseif getmetatable(raised) ~= Failure then
    -- No memory for the handler of errors, or an error inside it.
    raised = { message = tostring(raised), is_error = true, stack = {} }
  end
  local place = places.innermost(raised.stack) or test
  local message = raised.message
  local prefix = string.format("%s:%s: ", place.file, place.line)
  if message:sub(1, #prefix) == prefix then
    message = message:sub(#prefix + 1)
  end
  return raised.is_error and "error" or "failed", message, raised.expected, raised.actual, raised.difference,
    place.file, place.line, stack_text(raised.stack)
end

-- Runs functions in turn until one fails; answers what was raised.
local function run_all(list)
  for _, body in ipairs(list) do
    local completed, raised = xpcall(body, on_error)
    if not completed then
      return raised
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
    table.move(block.setup, 1, #block.setup, #first + 1, first)
  end
  for _, block in ipairs(blocks) do
    table.move(block.before_each, 1, #block.before_each, #first + 1, first)
  end
  for index = #blocks, 1, -1 do
    table.move(blocks[index].after_each, 1, #blocks[index].after_each, #last + 1, last)
  end
  for index = #blocks, 1, -1 do
    table.move(blocks[index].teardown, 1, #blocks[index].teardown, #last + 1, last)
  end
  return first, last
end

-- Runs a test by its number.
function suite.run(index)
  local test = tests[index]
  if not test.body then
    return "pending", test.reason
  end
  current, finally = nil, {}
  local first, last = surroundings(test)
  local raised = run_all(first) or run_all { test.body }
  for _, body in ipairs(last) do
    finally[#finally + 1] = body
  end
  for _, body in ipairs(finally) do
    local also_raised = run_all { body }
    raised = raised or also_raised
  end
  if raised then
    return report(test, raised)
  end
  return "passed"
end

-- --- for tests made by the program -------------------------------------------------------------------------------------

-- Adds a test that stands at a line of another file.
function suite.add(name, file, line, body)
  tests[#tests + 1] = { name = name, body = body, block = current, file = file, line = line }
end

-- --- for the runner -------------------------------------------------------------------------------------------------

-- Before the test file runs.
function suite.open(file)
  places.test_file = file
  setmetatable(_G, global_meta)
end

-- After it ran: the number of tests.
function suite.close()
  if getmetatable(_G) == global_meta then
    setmetatable(_G, nil)
  end
  collect_named()
  return #tests
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
