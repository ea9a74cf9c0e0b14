-- What the host does with the instance table of an Object that the contract has no function for: keep the values of an
-- instance while several Resources are written, put them back, leave some out, and carry instances over a restart.

local function instance_of(object_table, id)
  local instances = type(object_table) == "table" and object_table.instance
  return type(instances) == "table" and instances[id] or nil
end

local function copy(value)
  if type(value) ~= "table" then
    return value
  end
  local result = {}
  for key, field in pairs(value) do
    result[key] = copy(field)
  end
  return result
end

-- The values of an instance by Resource: { [id] = { value } }.
local function values(object_table, id)
  local instance = instance_of(object_table, id)
  local kept = {}
  for resource, content in pairs(type(instance) == "table" and instance.resource or {}) do
    if type(content) == "table" then
      kept[resource] = { copy(content.Value) }
    end
  end
  return kept
end

-- Puts values into an instance; Resources that are not there any more are passed over.
local function put(object_table, id, kept)
  local instance = instance_of(object_table, id)
  local resources = type(instance) == "table" and instance.resource
  if type(resources) ~= "table" then
    return
  end
  for resource, content in pairs(resources) do
    local value = kept[resource]
    if type(content) == "table" and value then
      content.Value = copy(value[1])
    end
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

return { values = values, put = put, clear = clear }
