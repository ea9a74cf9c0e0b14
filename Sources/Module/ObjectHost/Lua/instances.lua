-- What the host does with the instance table of an Object and has no function for in the contract: keep the values of an
-- instance while several Resources are written, put them back, leave some out, and carry instances over a restart.

local function instance_of(object_table, id)
  local instances = type(object_table) == "table" and object_table.instance
  return type(instances) == "table" and instances[id] or nil
end

local utils = require "utils"

local MOST_KEYS = 1000 -- beyond that a table is data, and its order that of any copy

-- The keys of a table as `pairs` walks them.
local function keys_of(source)
  local keys = {}
  for key in pairs(source) do
    keys[#keys + 1] = key
  end
  return keys
end

local function walks_as(source, keys)
  local at = 0
  for key in pairs(source) do
    at = at + 1
    if key ~= keys[at] then
      return false
    end
  end
  return true
end

local function filled(source, keys, from, to, step)
  local result = {}
  for at = from, to, step do
    result[keys[at]] = source[keys[at]]
  end
  return result
end

-- A table that a constructor makes in one go: with an array part for the keys 1 to n, and room for all others.
local function constructed(source, order)
  local list, rest, count = {}, {}, 0
  while source[count + 1] ~= nil do
    count = count + 1
    list[count] = ("source[%d]"):format(count)
  end
  for at = 1, #order do
    if order[at] < 1 or order[at] > count then
      rest[#rest + 1] = ("[%d]=source[%d]"):format(order[at], order[at])
    end
  end
  table.move(rest, 1, #rest, count + 1, list)
  return load("local source = ... return {" .. table.concat(list, ",") .. "}")(source)
end

local function hashed(source, keys)
  local fields = {}
  for at, key in ipairs(utils.filling_order(keys)) do
    fields[at] = ("[%d]=source[%d]"):format(key, key)
  end
  return load("local source = ... return {" .. table.concat(fields, ",") .. "}")(source)
end

local function are_numbers(keys)
  for at = 1, #keys do
    if math.type(keys[at]) ~= "integer" or keys[at] < 0 then
      return false
    end
  end
  return #keys <= MOST_KEYS
end

-- A table that `pairs` walks in the order of these keys, whatever it is. A key whose place in the hash part is taken goes
-- to the last free one: so placeholders take all these places first, and the keys follow from the last to the first.
local function placed(source, keys)
  local places = 1
  while places < 2 * #keys do
    places = places * 2
  end
  local placeholders = {}
  for at = 1, #keys do
    placeholders[at] = keys[at] % places - (places << 32)
  end
  local field = ("[%d]=true,"):format(placeholders[1])
  local result = load("return {" .. field:rep(places) .. "}")()
  for _, key in ipairs(placeholders) do
    result[key] = true
  end
  for at = #keys, 1, -1 do
    result[keys[at]] = source[keys[at]]
  end
  for _, key in ipairs(placeholders) do
    result[key] = nil
  end
  return result
end

-- A table with the fields of another that `pairs` walks in the order of these keys. Tables come to their orders in
-- different ways; where one of them is right the table grows as the other did.
local function ordered(source, keys)
  local result = filled(source, keys, 1, #keys, 1)
  if #keys < 2 or not are_numbers(keys) or walks_as(result, keys) then
    return result
  end
  local sorted = table.move(keys, 1, #keys, 1, {})
  table.sort(sorted)
  local ways = {
    function() return hashed(source, keys) end,
    function() return filled(source, keys, #keys, 1, -1) end,
    function() return filled(source, sorted, 1, #keys, 1) end,
    function() return filled(source, sorted, #keys, 1, -1) end,
    function() return constructed(source, keys) end,
    function() return constructed(source, sorted) end,
  }
  for _, way in ipairs(ways) do
    local other = way()
    if walks_as(other, keys) then
      return other
    end
  end
  return placed(source, keys)
end

local function copy(value)
  if type(value) ~= "table" then
    return value
  end
  local result = {}
  local keys = keys_of(value)
  for at = 1, #keys do
    result[keys[at]] = copy(value[keys[at]])
  end
  return ordered(result, keys)
end

-- Those of the keys that a table has.
local function present(keys, source)
  local found = {}
  for at = 1, #keys do
    if source[keys[at]] ~= nil then
      found[#found + 1] = keys[at]
    end
  end
  return found
end

-- Gives the instances of an Object's table the order that they had: the Resources as the resource table has them, the
-- ids of the instances, and { instance, Resource, ids } for each Resource with several values.
local function arrange(object_table, keys, instances, values)
  for _, entry in ipairs(values) do
    local resources = object_table.instance[entry[1]].resource
    local content = resources[entry[2]]
    content.Value = ordered(content.Value, entry[3])
  end
  for _, id in ipairs(instances) do
    local instance = object_table.instance[id]
    if type(instance) == "table" and type(instance.resource) == "table" then
      instance.resource = ordered(instance.resource, present(keys, instance.resource))
    end
  end
  object_table.instance = ordered(object_table.instance, instances)
  return object_table
end

-- What the definition says of a Resource, in its entry: no write changes it.
local of_definition = {
  Name = true, Operations = true, MultipleInstances = true, Mandatory = true, Type = true,
}

-- What an instance holds: the values of its Resources, and whatever the script keeps with these or with the instance.
local function values(object_table, id)
  local instance = instance_of(object_table, id)
  local kept = { resource = {} }
  for name, field in pairs(type(instance) == "table" and instance or {}) do
    if name ~= "resource" then
      kept[name] = copy(field)
    end
  end
  local resources = type(instance) == "table" and instance.resource
  for resource, content in pairs(type(resources) == "table" and resources or {}) do
    if type(content) == "table" then
      local fields = {}
      for name, field in pairs(content) do
        if not of_definition[name] then
          fields[name] = copy(field)
        end
      end
      kept.resource[resource] = fields
    end
  end
  return kept
end

-- Gives a table the fields that were kept of it, except those with a name that stays.
local function put_fields(target, kept, stays)
  for name in pairs(target) do
    if not stays(name) and kept[name] == nil then
      target[name] = nil
    end
  end
  for name, field in pairs(kept) do
    if not stays(name) then
      target[name] = field
    end
  end
end

-- Puts back into an instance what `values` took; Resources that no longer exist are skipped.
local function put(object_table, id, kept)
  local instance = instance_of(object_table, id)
  local resources = type(instance) == "table" and instance.resource
  if type(resources) ~= "table" then
    return
  end
  put_fields(instance, kept, function(name) return name == "resource" end)
  for resource, content in pairs(resources) do
    local fields = kept.resource[resource]
    if type(content) == "table" and fields then
      put_fields(content, fields, function(name) return of_definition[name] end)
    end
  end
end

-- Takes an instance away, whatever the script thinks of it.
local function remove(object_table, id)
  if instance_of(object_table, id) ~= nil then
    object_table.instance[id] = nil
  end
end

-- Takes the values of some Resources away: { [id] = true }.
local function clear(object_table, id, absent)
  local instance = instance_of(object_table, id)
  local resources = type(instance) == "table" and instance.resource
  for resource, content in pairs(type(resources) == "table" and resources or {}) do
    if absent[resource] and type(content) == "table" then
      content.Value = nil
    end
  end
end

return { values = values, put = put, remove = remove, clear = clear, arrange = arrange }
