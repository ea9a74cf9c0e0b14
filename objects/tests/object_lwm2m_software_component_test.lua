-- object_lwm2m_software_component_test.lua: tests of object_lwm2m_software_component.lua, LwM2M Object 14
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 8f3ef456233e71db

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

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_O_COMPONENT_IDENTITY, name = "Component Identity", operations = "R", type = "String", values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_O_COMPONENT_PACK, name = "Component Pack", operations = "R", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_COMPONENT_VERSION, name = "Component Version", operations = "R", type = "String", values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_O_ACTIVATE, name = "Activate", operations = "E" },
  { id = RES_O_DEACTIVATE, name = "Deactivate", operations = "E" },
  { id = RES_O_ACTIVATION_STATE, name = "Activation State", operations = "R", type = "Boolean", value = true },
}

describe("object_lwm2m_software_component", function()
  local client

  before_each(function()
    device.load "object_lwm2m_software_component.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_lwm2m_software_component", id = 14, name = "LWM2M Software Component",
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
