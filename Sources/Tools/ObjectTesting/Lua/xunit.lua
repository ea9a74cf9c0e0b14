-- Tests and hooks by their names, as xUnit has them: global functions `test_*`, and the methods `test*` of global
-- tables `Test*`, in any case.

local places = require "xlwm2m.places"

local xunit = {}

-- `test`, `Test_lamp`, `testLamp`, `TEST_LAMP`, but neither `testing` nor `tester`.
local function is_test_name(name)
  return type(name) == "string"
    and (name:find("^[Tt][Ee][Ss][Tt]$") or name:find("^[Tt][Ee][Ss][Tt]%L") or name:find("^TEST")) ~= nil
end

-- A class may be called `testlamp`, too, where it has a method that is a test.
local function is_method_name(name)
  return type(name) == "string" and name:find("^[Tt][Ee][Ss][Tt]") ~= nil
end

local function is_class(name, value)
  if type(value) ~= "table" or not is_method_name(name) then
    return false
  end
  if is_test_name(name) then
    return true
  end
  for key, body in next, value do
    if is_method_name(key) and type(body) == "function" then
      return true
    end
  end
  return false
end

-- The hooks by their names without underscores, in small letters.
local hook_kinds = {
  setup = "before_each", teardown = "after_each", setupclass = "setup", teardownclass = "teardown",
}
-- Of the whole file. `setup` and `teardown` in small letters are words of the suite.
local file_hook_kinds = {
  setup = "before_each", teardown = "after_each", setupsuite = "setup", teardownsuite = "teardown",
}

local function hook_kind(name, kinds)
  return type(name) == "string" and kinds[(name:lower():gsub("_", ""))] or nil
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
    if is_test_name(name) or hook_kind(name, file_hook_kinds) or (type(value) == "table" and is_method_name(name)) then
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

-- Adds the hooks of a class, or of the file, to a block.
local function add_hooks(block, owner, kinds, body_of)
  local names = named(owner, function(name, value)
    return hook_kind(name, kinds) and type(value) == "function"
  end)
  for _, name in ipairs(names) do
    table.insert(block[hook_kind(name, kinds)], { body = body_of(owner, name), word = name })
  end
end

-- All that a class has and inherits by `__index`.
local function with_inherited(class)
  local all, levels = {}, 0
  while type(class) == "table" and levels < 10 do
    for name, value in next, class do
      if all[name] == nil then
        all[name] = value
      end
    end
    local meta = getmetatable(class)
    class, levels = type(meta) == "table" and rawget(meta, "__index") or nil, levels + 1
  end
  return all
end

local function add_class(tests, root, class_name, class, place)
  local block = { outer = root, name = class_name, before_each = {}, after_each = {}, setup = {}, teardown = {} }
  if getmetatable(class) == method_meta then
    setmetatable(class, nil)
  end
  local all = with_inherited(class)
  order[all] = order[class]
  local function body_of(_, name)
    return method(class, name)
  end
  add_hooks(block, all, hook_kinds, body_of)
  local names, known = named(all, function(name, value)
    return is_method_name(name) and type(value) == "function"
  end)
  for _, name in ipairs(names) do
    local at = known[name] or place or {}
    tests[#tests + 1] =
      { name = name, body = method(class, name), block = block, file = at.file, line = at.line }
  end
end

local words = {} -- the globals before the file ran

-- Before the test file runs.
function xunit.open()
  for name, value in next, _G do
    words[name] = value
  end
  setmetatable(_G, global_meta)
end

-- After it ran: adds the global functions and tables that are tests by their names, and the hooks of the file.
function xunit.close(tests, root)
  if getmetatable(_G) == global_meta then
    setmetatable(_G, nil)
  end
  local names, known = named(_G, function(name, value)
    return words[name] ~= value and (is_class(name, value) or (is_test_name(name) and type(value) == "function"))
  end)
  for _, name in ipairs(names) do
    local value, at = rawget(_G, name), known[name] or {}
    if type(value) == "function" then
      tests[#tests + 1] = { name = name, body = value, block = root, file = at.file, line = at.line }
    else
      add_class(tests, root, name, value, known[name])
    end
  end
  for _, value in next, _G do
    if type(value) == "table" and getmetatable(value) == method_meta then
      setmetatable(value, nil)
    end
  end
  -- Objects, too, may have global functions with such names; these are no hooks.
  local own = {}
  for name, place in next, known do
    own[name] = place.file == places.test_file and rawget(_G, name) or nil
  end
  order[own] = known
  add_hooks(root, own, file_hook_kinds, function(_, name)
    return own[name]
  end)
end

return xunit
