-- object_interval_data_delivery_test.lua: tests of object_interval_data_delivery.lua, LwM2M Object 10262
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: f82434a0a689e108

local SHORT_SERVER_ID = 123
local INSTANCE = "/10262/0"
local UNKNOWN_INSTANCE = "/10262/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_NAME = 0
local RES_M_INTERVAL_DATA_LINKS = 1
local RES_M_LATEST_PAYLOAD = 2
local RES_O_SCHEDULE = 3

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_NAME, name = "Name", operations = "RW", type = "String", mandatory = true, value = "text" },
  { id = RES_M_INTERVAL_DATA_LINKS, name = "Interval Data Links", operations = "RW", type = "Objlnk", multiple = true, mandatory = true, value = "3:0" },
  { id = RES_M_LATEST_PAYLOAD, name = "Latest Payload", operations = "R", type = "Opaque", multiple = true, mandatory = true, value = "\001\002\003" },
  { id = RES_O_SCHEDULE, name = "Schedule", operations = "RW", type = "Objlnk", value = "3:0" },
}

describe("object_interval_data_delivery", function()
  local client

  before_each(function()
    device.load "object_interval_data_delivery.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_interval_data_delivery", id = 10262, name = "Interval Data Delivery",
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
  it("hands over readings of any bytes", function()
    local readings = { [0] = "\0\1\2", [1] = "\xFF" }
    device.host:write(INSTANCE .. "/" .. RES_M_LATEST_PAYLOAD, readings)
    assert.same(readings, (client:read(INSTANCE .. "/" .. RES_M_LATEST_PAYLOAD)))
  end)

  it("takes from a server whose readings they are", function()
    local links = { [0] = "3300:0", [1] = "3300:1" }
    client:write(INSTANCE .. "/" .. RES_M_INTERVAL_DATA_LINKS, links)
    assert.same(links, (device.host:read(INSTANCE .. "/" .. RES_M_INTERVAL_DATA_LINKS)))
  end)
  -- custom tests: end
end)
