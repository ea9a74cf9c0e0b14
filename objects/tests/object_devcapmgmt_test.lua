-- object_devcapmgmt_test.lua: tests of object_devcapmgmt.lua, LwM2M Object 15
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 881123e7e57204fa

local SHORT_SERVER_ID = 123
local INSTANCE = "/15/0"
local UNKNOWN_INSTANCE = "/15/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PROPERTY = 0
local RES_M_GROUP = 1
local RES_O_DESCRIPTION = 2
local RES_O_ATTACHED = 3
local RES_M_ENABLED = 4
local RES_M_OPENABLE = 5
local RES_M_OPDISABLE = 6
local RES_O_NOTIFYEN = 7

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_PROPERTY, name = "Property", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_GROUP, name = "Group", operations = "R", type = "Integer", mandatory = true, values = { 0, 7, 15 } },
  { id = RES_O_DESCRIPTION, name = "Description", operations = "R", type = "String", value = "text" },
  { id = RES_O_ATTACHED, name = "Attached", operations = "R", type = "Boolean", value = true },
  { id = RES_M_ENABLED, name = "Enabled", operations = "R", type = "Boolean", mandatory = true, value = true },
  { id = RES_M_OPENABLE, name = "opEnable", operations = "E", mandatory = true },
  { id = RES_M_OPDISABLE, name = "opDisable", operations = "E", mandatory = true },
  { id = RES_O_NOTIFYEN, name = "NotifyEn", operations = "RW", type = "Boolean", value = true },
}

describe("object_devcapmgmt", function()
  local client

  before_each(function()
    device.load "object_devcapmgmt.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_devcapmgmt", id = 15, name = "DevCapMgmt",
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
  it("lets a capability be used and forbids it", function()
    local enabled = INSTANCE .. "/" .. RES_M_ENABLED
    client:execute(INSTANCE .. "/" .. RES_M_OPENABLE)
    assert.is_true((client:read(enabled)))
    client:execute(INSTANCE .. "/" .. RES_M_OPDISABLE)
    assert.is_false((client:read(enabled)))
  end)
  -- custom tests: end
end)
