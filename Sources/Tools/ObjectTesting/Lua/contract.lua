-- Tests made from the definition of an Object: what each server and the local side may do with each of its Resources,
-- that values of its type and range come back as they were written, and that each function answers the client with the
-- codes that it knows. What an Object does otherwise on purpose is declared with the words of `contract`.

local suite = require "xlwm2m.suite"
local declared = require "xlwm2m.declared"

local SERVER = 123 -- a Short Server ID
local FIRST, SECOND = 0, 1 -- Object Instances
local UNKNOWN = 65534 -- an id that nobody uses
local SECURITY, DEVICE = 0, 3 -- no server reaches the one, or deletes the other (LwM2M 1.0.1 appendix E.1 and E.4)

local contract = {}

local function word(flag, yes, no)
  return flag and yes or no
end

-- A value of the Resource that is not what it starts with; nil where no value can be written.
local function sample_of(resource)
  local first = resource.values[1]
  return (first == 0 or first == "") and resource.values[#resource.values] or first
end

-- The same as it is written: a multiple Resource takes a table.
local function written_sample(resource)
  local sample = sample_of(resource)
  if resource.multiple and sample ~= nil then
    return { [0] = sample }
  end
  return sample
end

-- Calls a server's request and answers its code; requests that answer a value give the code second.
local function read_code(who, path)
  local _, code = who:read(path)
  return code
end

local function server_of(definition)
  return definition.id == SECURITY and device.bootstrap or device.server(SERVER)
end

local function trimmed(text)
  return (tostring(text):gsub("^%s+", ""):gsub("%s+$", ""))
end

-- The values that a Resource starts with, by its type (object files of the vendor's generator).
local function first_value(resource)
  if resource.multiple then
    return {}
  end
  local type = resource.type
  return (type == "String" or type == "Opaque" or type == "Corelnk" or type == "") and "" or 0
end

-- --- the Object -----------------------------------------------------------------------------------------------------

local function add_table_tests(definition, add)
  add("states what the definition says", function(object)
    local stated = object.get_object_table()
    assert.equal(definition.id, tonumber(stated.ObjectId), "ObjectId")
    assert.equal(definition.lwm2m_version, stated.LwM2MVersion, "LwM2MVersion")
    assert.equal(definition.object_version, stated.ObjectVersion, "ObjectVersion")
    assert.equal(word(definition.multiple, "Multiple", "Single"), stated.MultipleInstances, "MultipleInstances")
    assert.equal(word(definition.mandatory, "Mandatory", "Optional"), stated.Mandatory, "Mandatory")
    if definition.is_generated then
      assert.equal(trimmed(definition.name), trimmed(stated.Name), "Name")
      assert.equal(definition.object, object.name, "the name in the table of the Object")
    end
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
end

local function add_instance_tests(definition, add)
  local root = "/" .. definition.id
  local first, second = root .. "/" .. FIRST, root .. "/" .. SECOND

  add("creates an instance once", function(object)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(first)))
    assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(FIRST)), "create(0) of an instance that is there")
  end)

  if definition.multiple then
    if not declared.refusal "create" then
      add("creates a second instance with values of its own", function(object)
        assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
        assert.equal(coap.COAP_201_CREATED, (device.host:create(second)))
        for _, resource in ipairs(definition.resources) do
          local known = declared.of(resource.id)
          if #resource.values > 0 and not resource.multiple and not known.skip and not known.refuses.write then
            local path = "/" .. resource.id
            local before = device.host:read(second .. path)
            device.host:write(first .. path, sample_of(resource))
            if not known.computed then
              assert.same(before, (device.host:read(second .. path)), "a write to the first instance changed the second")
            end
          end
        end
        if not declared.refusal "delete" then
          assert.equal(coap.COAP_202_DELETED, (object.delete(FIRST)))
          assert.is_not_nil(object.get_object_table().instance[SECOND], "the second instance went with the first")
        end
      end)
    end
  else
    add("creates no second instance", function(object)
      assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
      assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(second)))
      assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(SECOND)))
    end)
    add("creates instance 0 alone", function(object)
      assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(SECOND)))
      assert.equal(coap.COAP_201_CREATED, (object.create(FIRST)))
    end)
  end

  local refusal = declared.refusal "delete"
  if refusal then
    add("refuses to delete an instance", function()
      assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
      assert.equal(refusal, (device.host:delete(first)))
      assert.is_not_nil((device.host:read(first)), "the instance is gone")
    end)
  else
    add("deletes an instance once", function(object)
      local who = definition.id ~= DEVICE and definition.id ~= 2 and server_of(definition) or device.host
      assert.equal(coap.COAP_201_CREATED, (device.host:create(first)))
      assert.equal(coap.COAP_202_DELETED, (who:delete(first)))
      assert.equal(coap.COAP_404_NOT_FOUND, (object.delete(FIRST)), "delete(0) of an instance that is gone")
      assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(first)))
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, first))
    end)
  end

  add("takes its instances back after a restart", function(object)
    device.host:create(first)
    local before = object.get_object_table()
    local kept = {}
    for key, value in pairs(before) do
      kept[key] = value
    end
    kept.instance = { [SECOND] = before.instance[FIRST] }
    object.load(kept)
    assert.is_nil(object.get_object_table().instance[FIRST], "load left an instance that was not saved")
    assert.is_not_nil(object.get_object_table().instance[SECOND], "load lost a saved instance")
    for _, resource in ipairs(definition.resources) do
      assert.equal(coap.COAP_205_CONTENT, (object.discover(SECOND, resource.id)))
      assert.equal(coap.COAP_404_NOT_FOUND, (object.discover(FIRST, resource.id)))
    end
    object.load(before)
    assert.is_not_nil(object.get_object_table().instance[FIRST], "load lost a saved instance")
  end)
end

local function add_unknown_tests(definition, add)
  local root = "/" .. definition.id

  add("has no unknown instance", function(object)
    local path = root .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path))
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(path)))
    for _, resource in ipairs(definition.resources) do
      local id = resource.id
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path .. "/" .. id))
      assert.equal(coap.COAP_404_NOT_FOUND, (object.read(UNKNOWN, id, true)), "read by a server")
      assert.equal(
        coap.COAP_404_NOT_FOUND,
        (object.write(UNKNOWN, id, lwm2m_interface_type.LWM2M_DM_INTERFACE, false, 1)), "write by a server")
      assert.equal(coap.COAP_404_NOT_FOUND, (object.discover(UNKNOWN, id)), "discover")
      if object.execute then
        assert.equal(coap.COAP_404_NOT_FOUND, (object.execute(UNKNOWN, id, "", 0)), "execute")
      end
    end
  end)

  add("has no unknown resource", function(object)
    local first = root .. "/" .. FIRST
    device.host:create(first)
    local path = first .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path))
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:write(path, 1)))
    -- Where nothing is executable the host answers for the Object, which has no such function.
    local refusal = object.execute and coap.COAP_404_NOT_FOUND or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(refusal, (device.host:execute(path)))
    assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:discover(path)))
    assert.equal(coap.COAP_404_NOT_FOUND, (object.read(FIRST, UNKNOWN, true)), "read by a server")
    assert.equal(
      coap.COAP_404_NOT_FOUND,
      (object.write(FIRST, UNKNOWN, lwm2m_interface_type.LWM2M_DM_INTERFACE, false, 1)), "write by a server")
    assert.equal(coap.COAP_404_NOT_FOUND, (object.discover(FIRST, UNKNOWN)), "discover")
  end)
end

-- --- a Resource -----------------------------------------------------------------------------------------------------

local function can_of(resource)
  return function(operation)
    return resource.operations:find(operation, 1, true) ~= nil
  end
end

local function add_definition_test(definition, resource, add)
  add("is defined so", function(object)
    local stated = object.get_resource_table()[resource.id]
    assert.is_table(stated)
    assert.equal(resource.operations, stated.Operations, "Operations")
    assert.equal(resource.type, stated.Type, "Type")
    assert.equal(word(resource.multiple, "Multiple", "Single"), stated.MultipleInstances, "MultipleInstances")
    assert.equal(word(resource.mandatory, "Mandatory", "Optional"), stated.Mandatory, "Mandatory")
    assert.equal(resource.type, object.get_resource_type(resource.id), "get_resource_type")
    if definition.is_generated then
      assert.equal(trimmed(resource.name), trimmed(stated.Name), "Name")
      if resource.operations ~= "E" then
        local start = declared.of(resource.id).start
        assert.same(start and start[1] or not start and first_value(resource) or nil, stated.Value, "first value")
      end
    end
  end)
end

local function add_read_test(definition, resource, path, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  local expected = can "R" and (known.refuses.read or coap.COAP_205_CONTENT) or coap.COAP_405_METHOD_NOT_ALLOWED
  local is_read = expected == coap.COAP_205_CONTENT
  add(word(is_read, "is read by a server", "is not read by a server"), function()
    local is_written = sample ~= nil and (device.host:write(path, sample, { replace = true })) == coap.COAP_204_CHANGED
    local value, code = server_of(definition):read(path)
    assert.equal(expected, code)
    if is_read and is_written and not known.computed and not known.refuses.write then
      assert.same(sample, value)
    end
  end)
end

local function add_write_test(definition, resource, path, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  if can "E" or sample == nil then
    return
  end
  local expected = can "W" and (known.refuses.write or coap.COAP_204_CHANGED) or coap.COAP_405_METHOD_NOT_ALLOWED
  local is_written = expected == coap.COAP_204_CHANGED
  add(word(is_written, "is written by a server", "is not written by a server"), function()
    local before = device.host:read(path)
    assert.equal(expected, (server_of(definition):write(path, sample)))
    if known.computed then
      return
    elseif is_written then
      assert.same(sample, (device.host:read(path)))
    elseif not known.refuses.write then
      assert.same(before, (device.host:read(path)), "a refused write changed the value")
    end
  end)
end

local function add_execute_tests(definition, resource, path, add)
  local known = declared.of(resource.id)
  if not can_of(resource) "E" then
    add("is not executed", function(object)
      local refusals = { coap.COAP_404_NOT_FOUND, coap.COAP_405_METHOD_NOT_ALLOWED }
      assert.contains(refusals, (server_of(definition):execute(path)))
      if object.execute then
        assert.contains(refusals, (object.execute(FIRST, resource.id, "", 0)))
      end
    end)
    return
  end
  local expected = known.refuses.execute or coap.COAP_204_CHANGED
  local is_executed = expected == coap.COAP_204_CHANGED
  add(word(is_executed, "is executed", "refuses to be executed"), function()
    assert.equal(expected, (server_of(definition):execute(path)))
  end)
  add(word(is_executed, "is executed with an argument", "refuses to be executed with an argument"), function()
    assert.equal(expected, (server_of(definition):execute(path, "0='on'")))
  end)
end

-- The functions of the Object as the client calls them, without what the client itself decides before.
local function add_function_tests(resource, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  local id = resource.id

  add("answers each requester of read", function(object)
    local code, type = object.read(FIRST, id, true)
    local expected = can "R" and (known.refuses.read or coap.COAP_205_CONTENT) or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(expected, code, "read by a server")
    if not can "E" and not known.refuses.read then
      code, type = object.read(FIRST, id, false)
      assert.equal(coap.COAP_205_CONTENT, code, "read by the host")
      assert.equal(resource.type, type, "type")
    end
    assert.equal(coap.COAP_205_CONTENT, (object.discover(FIRST, id)), "discover")
  end)

  if sample == nil or can "E" then
    return
  end
  add("answers each requester of write", function(object)
    local DM, AT = lwm2m_interface_type.LWM2M_DM_INTERFACE, lwm2m_interface_type.LWM2M_AT_INTERFACE
    local function value()
      return (select(3, object.read(FIRST, id, false)))
    end
    local before = value()
    local expected = can "W" and (known.refuses.write or coap.COAP_204_CHANGED) or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(expected, (object.write(FIRST, id, DM, true, sample)), "write by a server")
    if expected ~= coap.COAP_204_CHANGED and not known.computed and not known.refuses.write then
      assert.same(before, value(), "a refused write changed the value")
    end
    local code = object.write(FIRST, id, AT, true, sample)
    if known.refuses.write and code == known.refuses.write then
      return
    end
    assert.equal(coap.COAP_204_CHANGED, code, "write by the host")
    if not known.computed then
      assert.same(sample, value(), "what the host wrote")
    end
  end)
end

local function add_value_tests(resource, path, add)
  local known = declared.of(resource.id)
  if known.computed or known.refuses.write then
    return
  end
  for index, value in ipairs(resource.values) do
    local shown = type(value) == "string" and #value .. " bytes" or tostring(value)
    add("takes value " .. index .. " of its type and range, " .. shown, function()
      local written = resource.multiple and { [0] = value } or value
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, written, { replace = true })))
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

-- --- all of them -----------------------------------------------------------------------------------------------------

-- Adds the tests of a definition: `object_of` answers the Object's table, `line_of` says where a Resource stands.
local function add_tests(definition, resources, object_of, line_of)
  local instance = "/" .. definition.id .. "/" .. FIRST
  local function adder(line, before)
    return function(name, body)
      suite.add(name, definition.file, line, function()
        local object = object_of()
        local instances = object.get_object_table().instance
        if not before then
          for id in pairs(instances) do
            instances[id] = nil
          end
        else
          if instances[FIRST] == nil then
            assert.equal(coap.COAP_201_CREATED, (device.host:create(instance)), "create " .. instance)
          end
          declared.prepare()
        end
        body(object)
      end)
    end
  end
  local add = adder(definition.line, false)
  add_table_tests(definition, add)
  add_instance_tests(definition, add)
  add_unknown_tests(definition, add)
  for _, resource in ipairs(resources) do
    local known = declared.of(resource.id)
    resource.values = known.values or resource.values or {}
    if not known.skip then
      describe(resource.id .. " " .. resource.name, function()
        local path = instance .. "/" .. resource.id
        local add_one = adder(line_of(resource), true)
        add_definition_test(definition, resource, add_one)
        if definition.id ~= SECURITY then
          add_one("is found by Discover", function()
            assert.equal(coap.COAP_205_CONTENT, select(2, device.host:discover(path)))
          end)
          add_read_test(definition, resource, path, add_one)
          add_write_test(definition, resource, path, add_one)
          add_execute_tests(definition, resource, path, add_one)
        end
        add_function_tests(resource, add_one)
        add_value_tests(resource, path, add_one)
      end)
    end
  end
  declared.close()
end

-- Collects the tests of an Object that is loaded already.
function contract.collect(definition)
  local object = _G[definition.object]
  -- Made once for all tests of Resources, which start with what is kept here: a copy of a large resource table for each
  -- of them would cost the square of its size.
  device.host:create("/" .. definition.id .. "/" .. FIRST)
  describe("/" .. definition.id .. " " .. definition.name, function()
    add_tests(definition, definition.resources, function()
      return object
    end, function(resource)
      return resource.line
    end)
  end)
end

-- Adds the tests of a definition in a test file.
function contract.add(definition)
  definition.is_generated = true
  for _, resource in ipairs(definition.resources) do
    resource.type = resource.type or ""
    resource.multiple, resource.mandatory = resource.multiple == true, resource.mandatory == true
    resource.values = resource.value ~= nil and { resource.value } or {}
  end
  local file = definition.object .. ".lua"
  add_tests(definition, device.offered(file, definition.resources), function()
    return _G[definition.object]
      or error("the Object is not loaded: before_each has to load it, device.load '" .. file .. "'", 0)
  end, function()
    return definition.line
  end)
end

return contract
