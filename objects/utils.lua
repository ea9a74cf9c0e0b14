-- Copies tables so that `pairs` walks the copy in the order of the original.
--
-- The module lists Resources in that order, and each Object Instance holds a copy of the Object's table of Resources.
-- A Lua 5.3 table with integer keys has 2^n places. A key stands in place `key % 2^n`, or, where that is taken, in the
-- highest place that is free. So the order of the original tells which keys stand in their own place: put in first,
-- these are there again, and the displaced ones, put in from the last to the first, find the same free places.

-- The keys, given as `pairs` walks them, in the order in which a copy has to take them.
local function filling_order(keys)
  local count = #keys
  local places = 1
  while places < count do
    places = places * 2
  end
  local own = {}
  for i = 1, count do
    own[keys[i] % places] = true
  end
  local taken, displaced = {}, count
  for place in pairs(own) do
    taken[place] = true
    displaced = displaced - 1
  end
  local place = places - 1
  while displaced > 0 do
    if not taken[place] then
      taken[place] = true
      displaced = displaced - 1
    end
    place = place - 1
  end
  local order, later, at = {}, {}, 1
  for i = 0, places - 1 do
    if taken[i] then
      local key = keys[at]
      at = at + 1
      if key % places == i then
        order[#order + 1] = key
      else
        later[#later + 1] = key
      end
    end
  end
  for i = #later, 1, -1 do
    order[#order + 1] = later[i]
  end
  return order
end

local MOST_KEYS = 1000 -- beyond that a table is data, not a list of Resources
local MOST_SHAPES = 100

local makers, shapes = {}, 0

-- A function that fills a new table with such keys: a constructor alone makes a table with room for all at once.
local function maker_for(keys)
  local order = table.concat(filling_order(keys), " ")
  return assert(load("local s, c = ... return {" .. order:gsub("(%d+) ?", "[%1]=c(s[%1]),") .. "}"))
end

-- The function for such keys, made when they come for the first time.
local function known_maker(keys)
  local shape = table.concat(keys, " ")
  local maker = makers[shape]
  if not maker then
    if shapes == MOST_SHAPES then
      makers, shapes = {}, 0
    end
    maker = maker_for(keys)
    makers[shape] = maker
    shapes = shapes + 1
  end
  return maker
end

-- The keys as `pairs` gives them; nil where they are not whole numbers from 0, or are too many.
local function number_keys(source)
  local keys, count = {}, 0
  for key in pairs(source) do
    if math.type(key) ~= "integer" or key < 0 or count == MOST_KEYS then
      return nil
    end
    count = count + 1
    keys[count] = key
  end
  return keys
end

local copy

-- What nearly all Resources have; a constructor makes a table with room for it at once.
local usual = { Name = true, Operations = true, MultipleInstances = true, Mandatory = true, Type = true, Value = true }

local function copy_resource(source)
  local result = {
    Name = copy(source.Name), Operations = copy(source.Operations), MultipleInstances = copy(source.MultipleInstances),
    Mandatory = copy(source.Mandatory), Type = copy(source.Type), Value = copy(source.Value),
  }
  for key, value in pairs(source) do
    if not usual[key] then
      result[key] = copy(value)
    end
  end
  return result
end

-- A copy of a table with copies of all tables in it. Other values are returned as they are.
function copy(value)
  if type(value) ~= "table" then
    return value
  elseif value.Name ~= nil and value.Operations ~= nil and getmetatable(value) == nil then
    return copy_resource(value)
  end
  local keys = number_keys(value)
  if keys then
    return known_maker(keys)(value, copy)
  end
  local result = {}
  for key, field in pairs(value) do
    result[key] = copy(field)
  end
  return result
end

function utils_copy_table(source)
  return copy(source)
end

-- For the host alone: what the first copy of a table with such keys would take its time for; and for tests.
return { prepare = known_maker, filling_order = filling_order }
