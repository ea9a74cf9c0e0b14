-- object_hostdeviceinfo_test.lua: tests of object_hostdeviceinfo.lua, LwM2M Object 10241
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 873284d560d782b7

local SHORT_SERVER_ID = 123
local INSTANCE = "/10241/0"
local UNKNOWN_INSTANCE = "/10241/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_HOST_DEVICE_MANUFACTURER = 5905
local RES_M_HOST_DEVICE_MODEL_NUMBER = 5906
local RES_M_HOST_DEVICE_UNIQUE_ID = 5907
local RES_M_HOST_DEVICE_SOFTWARE_VERSION = 5908

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_HOST_DEVICE_MANUFACTURER, name = "Host Device Manufacturer", operations = "R", type = "String", multiple = true, mandatory = true, value = "text" },
  { id = RES_M_HOST_DEVICE_MODEL_NUMBER, name = "Host Device Model Number", operations = "R", type = "String", multiple = true, mandatory = true, value = "text" },
  { id = RES_M_HOST_DEVICE_UNIQUE_ID, name = "Host Device Unique ID", operations = "R", type = "String", multiple = true, mandatory = true, value = "text" },
  { id = RES_M_HOST_DEVICE_SOFTWARE_VERSION, name = "Host Device Software Version", operations = "R", type = "String", multiple = true, mandatory = true, value = "text" },
}

describe("object_hostdeviceinfo", function()
  local client

  before_each(function()
    device.load "object_hostdeviceinfo.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_hostdeviceinfo", id = 10241, name = "HostDeviceInfo",
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
  it("holds what the end device says of several products", function()
    local makers = { [0] = "Example Works", [1] = "Sample Works" }
    device.host:write(INSTANCE .. "/" .. RES_M_HOST_DEVICE_MANUFACTURER, makers)
    assert.same(makers, (client:read(INSTANCE .. "/" .. RES_M_HOST_DEVICE_MANUFACTURER)))
  end)
  -- custom tests: end
end)
