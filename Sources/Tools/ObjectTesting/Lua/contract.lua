-- Tests made from the definition of an Object: what each server and the local side may do with each of its Resources,
-- and that values of its type and range come back as they were written.

local suite = require "xlwm2m.suite"

local SERVER = 123 -- a Short Server ID
local FIRST, SECOND = 0, 1 -- Object Instances
local UNKNOWN = 65534 -- an id that nobody uses
local SECURITY = 0 -- the Object that no server reaches (LwM2M 1.0.1 appendix E.1)

local contract = {}

local function word(flag, yes, no)
  return flag and yes or no
end

-- A value of the Resource that is not what it starts with; nil where no value can be written.
local function sample_of(resource)
  local first = resource.values[1]
  return (first == 0 or first == "") and resource.values[#resource.values] or first
end

-- Calls a server's request and answers its code; requests that answer a value give the code second.
local function read_code(who, path)
  local _, code = who:read(path)
  return code
end

-- --- the Object -----------------------------------------------------------------------------------------------------

local function add_object_tests(definition, add)
  local root = "/" .. definition.id
  local first, second = root .. "/" .. FIRST, root .. "/" .. SECOND

  add("states what the definition says", function(object)
    local stated = object.get_object_table()
    assert.equal(definition.id, tonumber(stated.ObjectId), "ObjectId")
    assert.equal(definition.lwm2m_version, stated.LwM2MVersion, "LwM2MVersion")
    assert.equal(definition.object_version, stated.ObjectVersion, "ObjectVersion")
    assert.equal(word(definition.multiple, "Multiple", "Single"), stated.MultipleInstances, "MultipleInstances")
    assert.equal(word(definition.mandatory, "Mandatory", "Optional"), stated.Mandatory, "Mandatory")
  end)

  add("has the resources of the definition and no other", function(object)
    local defined, stated = {}, {}
    for _, resource in ipairs(definition.resources) do
      defined[resource.id] = true
    end
    for id in pairs(object.get_resource_table()) do
      stated[id] = true
    end
    assert.same(defined, stated)
  end)

  add("creates an instance once", function()
    assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(first)))
  end)

  if definition.multiple then
    add("creates a second instance with values of its own", function()
      assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
      assert.equal(coap.COAP_201_CREATED, (device.host:create(second)))
      for _, resource in ipairs(definition.resources) do
        if #resource.values > 0 and not resource.multiple then
          local path = "/" .. resource.id
          local before = device.host:read(second .. path)
          device.host:write(first .. path, sample_of(resource))
          assert.same(before, (device.host:read(second .. path)), "a write to the first instance changed the second")
        end
      end
    end)
  else
    add("creates no second instance", function()
      assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
      assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(second)))
    end)
  end

  add("deletes an instance once", function()
    assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
    assert.equal(coap.COAP_202_DELETED, (device.host:delete(first)))
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(first)))
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, first))
  end)

  add("has no unknown instance", function()
    local path = root .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path))
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(path)))
    for _, resource in ipairs(definition.resources) do
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path .. "/" .. resource.id))
    end
  end)

  add("has no unknown resource", function(object)
    device.host:create(first)
    local path = first .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path))
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:write(path, 1)))
    -- Where nothing is executable the host answers for the Object, which has no such function.
    local refusal = object.execute and coap.COAP_404_NOT_FOUND or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(refusal, (device.host:execute(path)))
    assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:discover(path)))
  end)
end

-- --- a Resource -----------------------------------------------------------------------------------------------------

local function add_operation_tests(resource, path, add, server)
  local can = function(operation)
    return resource.operations:find(operation, 1, true) ~= nil
  end
  local sample = sample_of(resource)
  if resource.multiple and sample ~= nil then
    sample = { [0] = sample }
  end

  add("is defined so", function(object)
    local stated = object.get_resource_table()[resource.id]
    assert.is_table(stated)
    assert.equal(resource.operations, stated.Operations, "Operations")
    assert.equal(resource.type, stated.Type, "Type")
    assert.equal(word(resource.multiple, "Multiple", "Single"), stated.MultipleInstances, "MultipleInstances")
    assert.equal(word(resource.mandatory, "Mandatory", "Optional"), stated.Mandatory, "Mandatory")
    assert.equal(resource.type, object.get_resource_type(resource.id), "get_resource_type")
  end)

  add("is found by Discover", function()
    assert.equal(coap.COAP_205_CONTENT, select(2, device.host:discover(path)))
  end)

  add(word(can "R", "is read by a server", "is not read by a server"), function()
    if sample ~= nil then
      device.host:write(path, sample)
    end
    local value, code = server():read(path)
    assert.equal(can "R" and coap.COAP_205_CONTENT or coap.COAP_405_METHOD_NOT_ALLOWED, code)
    if can "R" and sample ~= nil then
      assert.same(sample, value)
    end
  end)

  if not can "E" and sample ~= nil then
    add(word(can "W", "is written by a server", "is not written by a server"), function()
      local before = device.host:read(path)
      local code = server():write(path, sample)
      assert.equal(can "W" and coap.COAP_204_CHANGED or coap.COAP_405_METHOD_NOT_ALLOWED, code)
      if can "W" then
        assert.same(sample, (device.host:read(path)))
      else
        assert.same(before, (device.host:read(path)), "a refused write changed the value")
      end
    end)
  end

  add(word(can "E", "is executed", "is not executed"), function()
    if can "E" then
      assert.equal(coap.COAP_204_CHANGED, (server():execute(path)))
      assert.equal(coap.COAP_204_CHANGED, (server():execute(path, "0='on'")))
    else
      assert.contains({ coap.COAP_404_NOT_FOUND, coap.COAP_405_METHOD_NOT_ALLOWED }, (server():execute(path)))
    end
  end)
end

local function add_value_tests(resource, path, add)
  for index, value in ipairs(resource.values) do
    local shown = type(value) == "string" and #value .. " bytes" or tostring(value)
    add("takes value " .. index .. " of its type and range, " .. shown, function()
      local written = resource.multiple and { [0] = value } or value
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, written)))
      local read, code = device.host:read(path)
      assert.equal(coap.COAP_205_CONTENT, code)
      assert.same(written, read)
    end)
  end
  if resource.multiple and resource.values[1] ~= nil then
    local one = resource.values[1]
    local other = resource.values[2] == nil and one or resource.values[2]
    add("keeps its resource instances apart", function()
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, { [0] = one, [7] = other }, { replace = true })))
      assert.same({ [0] = one, [7] = other }, (device.host:read(path)))
      assert.same(other, (device.host:read(path .. "/7")))
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path .. "/" .. UNKNOWN))
    end)
    add("adds a resource instance without replace, and replaces with it", function()
      device.host:write(path, { [0] = one }, { replace = true })
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, { [7] = other })))
      assert.same({ [0] = one, [7] = other }, (device.host:read(path)))
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, { [9] = one }, { replace = true })))
      assert.same({ [9] = one }, (device.host:read(path)))
    end)
  end
end

-- Collects the tests of an Object that is loaded already.
function contract.collect(definition)
  local instance = "/" .. definition.id .. "/" .. FIRST
  local object = _G[definition.object]
  local function server()
    return definition.id == SECURITY and device.bootstrap or device.server(SERVER)
  end
  -- Made once for all tests of Resources, which start with what is kept here: a copy of a large resource table for each
  -- of them would cost the square of its size.
  local created = device.host:create(instance)
  local function adder(line, before)
    return function(name, body)
      suite.add(name, definition.file, line, function()
        if before then
          assert.equal(coap.COAP_201_CREATED, created, "create " .. instance)
        elseif created == coap.COAP_201_CREATED then
          object.get_object_table().instance[FIRST] = nil
        end
        body(object)
      end)
    end
  end
  describe("/" .. definition.id .. " " .. definition.name, function()
    add_object_tests(definition, adder(definition.line, false))
    for _, resource in ipairs(definition.resources) do
      describe(resource.id .. " " .. resource.name, function()
        local path = instance .. "/" .. resource.id
        local add = adder(resource.line, true)
        if definition.id ~= SECURITY then
          add_operation_tests(resource, path, add, server)
        end
        add_value_tests(resource, path, add)
      end)
    end
  end)
end

return contract
