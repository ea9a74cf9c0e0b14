-- object_lwm2m_software_component_test.lua: tests of object_lwm2m_software_component.lua, LwM2M Object 14
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 0e9edf2fcef4bffb

local SHORT_SERVER_ID = 123
local INSTANCE = "/14/0"
local UNKNOWN_INSTANCE = "/14/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_O_COMPONENT_IDENTITY = 0
local RES_O_COMPONENT_PACK = 1
local RES_O_COMPONENT_VERSION = 2
local RES_O_ACTIVATE = 3
local RES_O_DEACTIVATE = 4
local RES_O_ACTIVATION_STATE = 5

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_O_COMPONENT_IDENTITY, name = "Component Identity", operations = "R", value = "text" },
  { id = RES_O_COMPONENT_PACK, name = "Component Pack", operations = "R", value = "\001\002\003" },
  { id = RES_O_COMPONENT_VERSION, name = "Component Version", operations = "R", value = "text" },
  { id = RES_O_ACTIVATE, name = "Activate", operations = "E" },
  { id = RES_O_DEACTIVATE, name = "Deactivate", operations = "E" },
  { id = RES_O_ACTIVATION_STATE, name = "Activation State", operations = "R", value = true },
}

describe("object_lwm2m_software_component", function()
  local client

  before_each(function()
    device.load "object_lwm2m_software_component.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  it("makes an instance only once", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(INSTANCE)))
  end)

  it("deletes an instance", function()
    assert.equal(coap.COAP_202_DELETED, (client:delete(INSTANCE)))
    assert.equal(coap.COAP_404_NOT_FOUND, (client:delete(INSTANCE)))
  end)

  for _, resource in ipairs(device.offered("object_lwm2m_software_component.lua", resources)) do
    local path = INSTANCE .. "/" .. resource.id
    local can = function(operation) return resource.operations:find(operation) ~= nil end

    it((can "R" and "reads " or "refuses to read ") .. resource.name, function()
      local _, code = client:read(path)
      assert.equal(can "R" and coap.COAP_205_CONTENT or coap.COAP_405_METHOD_NOT_ALLOWED, code)
    end)

    if can "W" then
      it("writes " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:write(path, resource.value)))
        assert.same(resource.value, (device.host:read(path)))
      end)
    elseif can "R" then
      it("refuses to write " .. resource.name, function()
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:write(path, resource.value)))
      end)
    end

    if can "E" then
      it("executes " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:execute(path)))
      end)
    else
      it("refuses to execute " .. resource.name, function()
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path)))
      end)
    end
  end

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  if device.offers("object_lwm2m_software_component.lua", RES_O_ACTIVATE, RES_O_DEACTIVATE) then
    it("is put to use and taken out of use", function()
      local state = INSTANCE .. "/" .. RES_O_ACTIVATION_STATE
      assert.is_false((client:read(state)))
      client:execute(INSTANCE .. "/" .. RES_O_ACTIVATE)
      assert.is_true((client:read(state)))
      client:execute(INSTANCE .. "/" .. RES_O_DEACTIVATE)
      assert.is_false((client:read(state)))
    end)
  end

  if device.offers("object_lwm2m_software_component.lua", RES_O_ACTIVATE) then
    it("is put to use alone", function()
      device.host:create("/14/1")
      client:execute(INSTANCE .. "/" .. RES_O_ACTIVATE)
      assert.is_false((client:read("/14/1/" .. RES_O_ACTIVATION_STATE)))
    end)
  end
  -- custom tests: end
end)
