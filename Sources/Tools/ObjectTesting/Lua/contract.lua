-- Tests made from the definition of an Object: what each server and the local side may do with it and with each of its
-- Resources, and that each function answers the client with the codes that it knows. What an Object does otherwise on
-- purpose is declared with the words of `contract`.

local suite = require "xlwm2m.suite"
local declared = require "xlwm2m.declared"
local contract_resource = require "xlwm2m.contract_resource"

local FIRST, SECOND = 0, 1 -- Object Instances
local UNKNOWN = 65534 -- an id that nobody uses
local DEVICE, ACCESS_CONTROL = 3, 2 -- no server deletes instances of these (LwM2M 1.0.1 appendix E.3 and E.4)

local server_of, trimmed, word = contract_resource.server, contract_resource.trimmed, contract_resource.word

local contract = {}

-- The code of a read, whose answer has the value first.
local function read_code(who, path)
  local _, code = who:read(path)
  return code
end

-- Makes an instance that the Object takes, after what was declared to be done before.
local function create(path)
  declared.prepare("create", path)
  assert.equal(coap.COAP_201_CREATED, (device.host:create(path)), "create " .. path)
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

-- The instances that the Object has.
local function instance_ids(object)
  local ids = {}
  for id in pairs(object.get_object_table().instance) do
    ids[id] = true
  end
  return ids
end

-- A write to the first instance leaves the second one as it is.
local function expect_own_values(definition, first, second)
  for _, resource in ipairs(definition.resources) do
    local known = declared.of(resource.id)
    if #resource.values > 0 and not resource.multiple and not known.skip and not known.refuses.write then
      local path = "/" .. resource.id
      local before = device.host:read(second .. path)
      device.host:write(first .. path, contract_resource.sample(resource))
      if not known.computed then
        assert.same(before, (device.host:read(second .. path)), "a write to the first instance changed the second")
      end
    end
  end
end

local function add_create_tests(definition, add)
  local root = "/" .. definition.id
  local first, second = root .. "/" .. FIRST, root .. "/" .. SECOND

  add("creates an instance once", function(object)
    create(first)
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(first)), "create " .. first .. ", which is there")
    assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(FIRST)), "create(0) of an instance that is there")
  end)

  local refusal = declared.refusal "create"
  if not definition.multiple then
    add("creates no second instance", function(object)
      create(first)
      assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(second)), "create " .. second)
      assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(SECOND)), "create(1)")
    end)
    add("creates instance 0 alone", function(object)
      assert.equal(coap.COAP_400_BAD_REQUEST, (object.create(SECOND)), "create(1)")
      declared.prepare("create", first)
      assert.equal(coap.COAP_201_CREATED, (object.create(FIRST)), "create(0)")
    end)
  elseif refusal then
    add("refuses to create a second instance", function(object)
      create(first)
      local before = instance_ids(object)
      assert.equal(refusal, (device.host:create(second)), "create " .. second)
      assert.same(before, instance_ids(object), "the instances after a create that was refused")
    end)
  else
    add("creates a second instance with values of its own", function(object)
      create(first)
      create(second)
      expect_own_values(definition, first, second)
      if not declared.refusal "delete" then
        declared.prepare("delete", first)
        assert.equal(coap.COAP_202_DELETED, (object.delete(FIRST)), "delete(0)")
        assert.is_not_nil(object.get_object_table().instance[SECOND], "the second instance went with the first")
      end
    end)
  end

  for index, state in ipairs(declared.states "create") do
    add("refuses to create an instance in state " .. index, function(object)
      create(first)
      state.bring(root)
      local before = instance_ids(object)
      assert.equal(state.code, (device.host:create(root)), "create " .. root)
      assert.same(before, instance_ids(object), "the instances after a create that was refused")
    end, state)
  end
end

local function add_delete_tests(definition, add)
  local first = "/" .. definition.id .. "/" .. FIRST
  local is_spared = definition.id == DEVICE or definition.id == ACCESS_CONTROL
  local refusal = declared.refusal "delete"
  if refusal then
    add("refuses to delete an instance", function()
      create(first)
      assert.equal(refusal, (device.host:delete(first)), "delete " .. first)
      assert.is_not_nil((device.host:read(first)), "the instance is gone")
    end)
  else
    add("deletes an instance once", function(object)
      local who = is_spared and device.host or server_of(definition)
      create(first)
      declared.prepare("delete", first)
      assert.equal(coap.COAP_202_DELETED, (who:delete(first)), "delete " .. first)
      assert.equal(coap.COAP_404_NOT_FOUND, (object.delete(FIRST)), "delete(0) of an instance that is gone")
      assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(first)), "delete " .. first .. ", which is gone")
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, first), "read " .. first .. ", which is gone")
    end)
  end

  for index, state in ipairs(declared.states "delete") do
    add("refuses to delete an instance in state " .. index, function(object)
      create(first)
      state.bring(first)
      assert.equal(state.code, (device.host:delete(first)), "delete " .. first)
      assert.is_not_nil(object.get_object_table().instance[FIRST], "the instance is gone")
    end, state)
  end
end

local function add_restart_test(definition, add)
  add("takes its instances back after a restart", function(object)
    local path = "/" .. definition.id .. "/" .. FIRST
    declared.prepare("create", path)
    device.host:create(path)
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
      assert.equal(coap.COAP_205_CONTENT, (object.discover(SECOND, resource.id)), "discover(1, " .. resource.id .. ")")
      assert.equal(coap.COAP_404_NOT_FOUND, (object.discover(FIRST, resource.id)), "discover(0, " .. resource.id .. ")")
    end
    object.load(before)
    assert.is_not_nil(object.get_object_table().instance[FIRST], "load lost a saved instance")
  end)
end

local function add_unknown_tests(definition, add)
  local root = "/" .. definition.id

  add("has no unknown instance", function(object)
    local path = root .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path), "read " .. path)
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete(path)), "delete " .. path)
    for _, resource in ipairs(definition.resources) do
      local id = resource.id
      assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path .. "/" .. id), "read " .. path .. "/" .. id)
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
    declared.prepare("create", first)
    device.host:create(first)
    local path = first .. "/" .. UNKNOWN
    assert.equal(coap.COAP_404_NOT_FOUND, read_code(device.host, path), "read " .. path)
    assert.equal(coap.COAP_404_NOT_FOUND, (device.host:write(path, 1)), "write " .. path)
    -- Where nothing is executable the host answers for the Object, which has no such function.
    local refusal = object.execute and coap.COAP_404_NOT_FOUND or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(refusal, (device.host:execute(path)), "execute " .. path)
    assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:discover(path)), "discover " .. path)
    assert.equal(coap.COAP_404_NOT_FOUND, (object.read(FIRST, UNKNOWN, true)), "read by a server")
    assert.equal(
      coap.COAP_404_NOT_FOUND,
      (object.write(FIRST, UNKNOWN, lwm2m_interface_type.LWM2M_DM_INTERFACE, false, 1)), "write by a server")
    assert.equal(coap.COAP_404_NOT_FOUND, (object.discover(FIRST, UNKNOWN)), "discover")
  end)
end

-- --- all of them -----------------------------------------------------------------------------------------------------

-- Adds the tests of a definition: `object_of` answers the Object's table, `line_of` says where a Resource stands.
local function add_tests(definition, resources, object_of, line_of)
  declared.close(definition)
  local instance = "/" .. definition.id .. "/" .. FIRST

  -- A test of the Object itself, which begins without an instance.
  local function add(name, body, place)
    place = place or definition
    suite.add(name, place.file or definition.file, place.line or definition.line, function()
      local object = object_of()
      local instances = object.get_object_table().instance
      for id in pairs(instances) do
        instances[id] = nil
      end
      body(object)
    end)
  end
  add_table_tests(definition, add)
  add_create_tests(definition, add)
  add_delete_tests(definition, add)
  add_restart_test(definition, add)
  add_unknown_tests(definition, add)

  for _, resource in ipairs(resources) do
    local known = declared.of(resource.id)
    local path, line = instance .. "/" .. resource.id, line_of(resource)
    -- A test of a Resource, whose instance is there.
    local function add_one(name, operation, body, place)
      place = place or { file = definition.file, line = line }
      suite.add(name, place.file or definition.file, place.line or line, function()
        local object = object_of()
        if object.get_object_table().instance[FIRST] == nil then
          create(instance)
        end
        declared.prepare(operation, path, resource.id)
        body(object)
      end)
    end
    if not known.skip then
      describe(resource.id .. " " .. resource.name, function()
        contract_resource.add(definition, resource, path, add_one)
      end)
    end
  end
end

-- Sets the values that the tests of the Resources write.
local function choose_values(definition)
  for _, resource in ipairs(definition.resources) do
    resource.values = declared.of(resource.id).values or resource.values or {}
  end
end

-- Collects the tests of an Object that is loaded already.
function contract.collect(definition)
  local object = _G[definition.object]
  -- Made once for all tests of Resources, which start with what is kept here: a copy of a large resource table for each
  -- of them would cost the square of its size.
  declared.prepare("create", "/" .. definition.id .. "/" .. FIRST)
  device.host:create("/" .. definition.id .. "/" .. FIRST)
  choose_values(definition)
  describe("/" .. definition.id .. " " .. definition.name, function()
    add_tests(definition, definition.resources, function()
      return suite.guard(object)
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
    resource.values = resource.values or resource.value ~= nil and { resource.value } or {}
  end
  choose_values(definition)
  local file = definition.object .. ".lua"
  add_tests(definition, device.offered(file, definition.resources), function()
    return suite.guard(_G[definition.object])
      or error("the Object is not loaded: before_each has to load it, device.load '" .. file .. "'", 0)
  end, function()
    return definition.line
  end)
end

return contract
