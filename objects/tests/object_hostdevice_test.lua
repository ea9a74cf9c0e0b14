-- object_hostdevice_test.lua: tests of object_hostdevice.lua, LwM2M Object 10299
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: dd3cc533f445c718

local SHORT_SERVER_ID = 123
local INSTANCE = "/10299/0"
local UNKNOWN_INSTANCE = "/10299/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_MANUFACTURER = 0
local RES_M_MODEL = 1
local RES_M_UNIQUEID = 2
local RES_M_FIRMWAREVERSION = 3
local RES_O_SOFTWAREVERSION = 4
local RES_O_HARDWAREVERSION = 5
local RES_O_DATESTAMP = 6

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_MANUFACTURER, name = "Manufacturer", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_MODEL, name = "Model", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_UNIQUEID, name = "UniqueID", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_FIRMWAREVERSION, name = "FirmwareVersion", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_O_SOFTWAREVERSION, name = "SoftwareVersion", operations = "R", type = "String", value = "text" },
  { id = RES_O_HARDWAREVERSION, name = "HardwareVersion", operations = "R", type = "String", value = "text" },
  { id = RES_O_DATESTAMP, name = "DateStamp", operations = "R", type = "String", value = "text" },
}

describe("object_hostdevice", function()
  local client

  before_each(function()
    device.load "object_hostdevice.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_hostdevice", id = 10299, name = "HostDevice",
    lwm2m_version = "1.0", object_version = "1.0",
    multiple = false, mandatory = false, resources = resources,
  }

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  it("holds what the end device says of itself", function()
    local said = { [RES_M_MANUFACTURER] = "Example Works", [RES_M_MODEL] = "Lamp", [RES_O_DATESTAMP] = "01:31:2020 12:00:00" }
    device.host:write(INSTANCE, said)
    for res, text in pairs(said) do
      assert.equal(text, (client:read(INSTANCE .. "/" .. res)))
    end
  end)
  -- custom tests: end
end)
