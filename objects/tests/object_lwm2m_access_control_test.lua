-- object_lwm2m_access_control_test.lua: tests of object_lwm2m_access_control.lua, LwM2M Object 2
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: eb2e87fad3e07126

local INSTANCE = "/2/0"
local UNKNOWN_INSTANCE = "/2/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_OBJECT_ID = 0
local RES_M_OBJECT_INSTANCE_ID = 1
local RES_O_ACL = 2
local RES_M_ACCESS_CONTROL_OWNER = 3

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_OBJECT_ID, name = "Object ID", operations = "R", value = 42 },
  { id = RES_M_OBJECT_INSTANCE_ID, name = "Object Instance ID", operations = "R", value = 42 },
  { id = RES_O_ACL, name = "ACL", operations = "RW", value = { [0] = 42 } },
  { id = RES_M_ACCESS_CONTROL_OWNER, name = "Access Control Owner", operations = "RW", value = 42 },
}

describe("object_lwm2m_access_control", function()
  local client

  before_each(function()
    device.load "object_lwm2m_access_control.lua"
    client = device.host
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  it("makes an instance only once", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(INSTANCE)))
  end)

  it("deletes an instance", function()
    assert.equal(coap.COAP_202_DELETED, (client:delete(INSTANCE)))
    assert.equal(coap.COAP_404_NOT_FOUND, (client:delete(INSTANCE)))
  end)

  for _, resource in ipairs(device.offered("object_lwm2m_access_control.lua", resources)) do
    local path = INSTANCE .. "/" .. resource.id

    if resource.value ~= nil then
      it("keeps " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:write(path, resource.value)))
        assert.same(resource.value, (client:read(path)))
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
  it("adds the rights of a server to those of others", function()
    local list = INSTANCE .. "/" .. RES_O_ACL
    device.host:write(list, { [721] = 15 })
    device.host:write(list, { [123] = 1 })
    assert.same({ [721] = 15, [123] = 1 }, (device.host:read(list)))
  end)

  it("takes a new list in the place of the old one", function()
    local list = INSTANCE .. "/" .. RES_O_ACL
    device.host:write(list, { [721] = 15 })
    device.host:write(list, { [0] = 1 }, { replace = true })
    assert.same({ [0] = 1 }, (device.host:read(list)))
  end)

  it("holds an entry for the creation of instances", function()
    local entry = {
      [RES_M_OBJECT_ID] = 3300, [RES_M_OBJECT_INSTANCE_ID] = 65535, [RES_O_ACL] = { [123] = 16 },
      [RES_M_ACCESS_CONTROL_OWNER] = 65535,
    }
    assert.equal(coap.COAP_201_CREATED, (device.host:create("/2/1", entry)))
    assert.same(entry, (device.host:read("/2/1")))
  end)
  -- custom tests: end
end)
