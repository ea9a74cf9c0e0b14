-- object_lwm2m_access_control_test.lua: tests of object_lwm2m_access_control.lua, LwM2M Object 2
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 760ca42f18d7d06a

local INSTANCE = "/2/0"
local UNKNOWN_INSTANCE = "/2/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_OBJECT_ID = 0
local RES_M_OBJECT_INSTANCE_ID = 1
local RES_O_ACL = 2
local RES_M_ACCESS_CONTROL_OWNER = 3

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_OBJECT_ID, name = "Object ID", operations = "R", type = "Integer", mandatory = true, values = { 1, 32767, 65534 } },
  { id = RES_M_OBJECT_INSTANCE_ID, name = "Object Instance ID", operations = "R", type = "Integer", mandatory = true, values = { 0, 32767, 65535 } },
  { id = RES_O_ACL, name = "ACL", operations = "RW", type = "Integer", multiple = true, values = { 0, 15, 31 } },
  { id = RES_M_ACCESS_CONTROL_OWNER, name = "Access Control Owner", operations = "RW", type = "Integer", mandatory = true, values = { 0, 32767, 65535 } },
}

describe("object_lwm2m_access_control", function()
  local client

  before_each(function()
    device.load "object_lwm2m_access_control.lua"
    client = device.host
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_lwm2m_access_control", id = 2, name = "LwM2M Access Control",
    lwm2m_version = "1.0", object_version = "1.0",
    multiple = true, mandatory = false, resources = resources,
  }

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
