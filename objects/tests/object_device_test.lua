-- object_device_test.lua: tests of object_device.lua, LwM2M Object 3
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: e20fdef66ba4fcfe

local SHORT_SERVER_ID = 123
local INSTANCE = "/3/0"
local UNKNOWN_INSTANCE = "/3/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_O_MANUFACTURER = 0
local RES_O_MODEL_NUMBER = 1
local RES_O_SERIAL_NUMBER = 2
local RES_O_FIRMWARE_VERSION = 3
local RES_M_REBOOT = 4
local RES_O_FACTORY_RESET = 5
local RES_O_AVAILABLE_POWER_SOURCES = 6
local RES_O_POWER_SOURCE_VOLTAGE = 7
local RES_O_POWER_SOURCE_CURRENT = 8
local RES_O_BATTERY_LEVEL = 9
local RES_O_MEMORY_FREE = 10
local RES_M_ERROR_CODE = 11
local RES_O_RESET_ERROR_CODE = 12
local RES_O_CURRENT_TIME = 13
local RES_O_UTC_OFFSET = 14
local RES_O_TIMEZONE = 15
local RES_M_SUPPORTED_BINDING_AND_MODES = 16
local RES_O_DEVICE_TYPE = 17
local RES_O_HARDWARE_VERSION = 18
local RES_O_SOFTWARE_VERSION = 19
local RES_O_BATTERY_STATUS = 20
local RES_O_MEMORY_TOTAL = 21
local RES_O_EXTDEVINFO = 22
local RES_O_VENDOR_DEVICE_INFORMATION = 30000

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_O_MANUFACTURER, name = "Manufacturer", operations = "R", type = "String", value = "text" },
  { id = RES_O_MODEL_NUMBER, name = "Model Number", operations = "R", type = "String", value = "text" },
  { id = RES_O_SERIAL_NUMBER, name = "Serial Number", operations = "R", type = "String", value = "text" },
  { id = RES_O_FIRMWARE_VERSION, name = "Firmware Version", operations = "R", type = "String", value = "text" },
  { id = RES_M_REBOOT, name = "Reboot", operations = "E", mandatory = true },
  { id = RES_O_FACTORY_RESET, name = "Factory Reset", operations = "E" },
  { id = RES_O_AVAILABLE_POWER_SOURCES, name = "Available Power Sources", operations = "R", type = "Integer", multiple = true, values = { 0, 3, 7 } },
  { id = RES_O_POWER_SOURCE_VOLTAGE, name = "Power Source Voltage", operations = "R", type = "Integer", multiple = true, value = 42 },
  { id = RES_O_POWER_SOURCE_CURRENT, name = "Power Source Current", operations = "R", type = "Integer", multiple = true, value = 42 },
  { id = RES_O_BATTERY_LEVEL, name = "Battery Level", operations = "R", type = "Integer", values = { 0, 50, 100 } },
  { id = RES_O_MEMORY_FREE, name = "Memory Free", operations = "R", type = "Integer", value = 42 },
  { id = RES_M_ERROR_CODE, name = "Error Code", operations = "R", type = "Integer", multiple = true, mandatory = true, values = { 0, 4, 8 } },
  { id = RES_O_RESET_ERROR_CODE, name = "Reset Error Code", operations = "E" },
  { id = RES_O_CURRENT_TIME, name = "Current Time", operations = "RW", type = "Time", value = 1500000000 },
  { id = RES_O_UTC_OFFSET, name = "UTC Offset", operations = "RW", type = "String", value = "text" },
  { id = RES_O_TIMEZONE, name = "Timezone", operations = "RW", type = "String", value = "text" },
  { id = RES_M_SUPPORTED_BINDING_AND_MODES, name = "Supported Binding and Modes", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_O_DEVICE_TYPE, name = "Device Type", operations = "R", type = "String", value = "text" },
  { id = RES_O_HARDWARE_VERSION, name = "Hardware Version", operations = "R", type = "String", value = "text" },
  { id = RES_O_SOFTWARE_VERSION, name = "Software Version", operations = "R", type = "String", value = "text" },
  { id = RES_O_BATTERY_STATUS, name = "Battery Status", operations = "R", type = "Integer", values = { 0, 3, 6 } },
  { id = RES_O_MEMORY_TOTAL, name = "Memory Total", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_EXTDEVINFO, name = "ExtDevInfo", operations = "R", type = "Objlnk", multiple = true, value = "3:0" },
  { id = RES_O_VENDOR_DEVICE_INFORMATION, name = "Vendor Device Information", operations = "R", type = "String", value = "text" },
}

describe("object_device", function()
  local client

  before_each(function()
    device.load "object_device.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  contract.computed(RES_O_CURRENT_TIME)
  -- 0 is no error, and has no instance beside others.
  contract.value(RES_M_ERROR_CODE, 4, 7)
  -- custom contract: end

  contract.test {
    object = "object_device", id = 3, name = "Device",
    lwm2m_version = "1.0", object_version = "1.0",
    multiple = false, mandatory = true, resources = resources,
  }

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  local MODULE_WITH_A_CLOCK, MODULE_WITHOUT = "SARA-R510S-01B", "SARA-R422M8S-00B"

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function errors()
    return (client:read(path(RES_M_ERROR_CODE)))
  end

  it("names the module it is", function()
    assert.equal(device.imei, (client:read(path(RES_O_SERIAL_NUMBER))))
  end)

  it("names its maker and its bindings", function()
    assert.equal("u-blox", (device.host:read(path(RES_O_MANUFACTURER))))
    assert.equal("UQ", (device.host:read(path(RES_M_SUPPORTED_BINDING_AND_MODES))))
  end)

  it("starts again when a server says so", function()
    client:execute(path(RES_M_REBOOT))
    assert.equal(1, #device.reboots())
    assert.same({}, device.factory_resets())
  end)

  if device.offers("object_device.lua", RES_O_FACTORY_RESET) then
    it("goes back to the factory's settings when a server says so", function()
      client:execute(path(RES_O_FACTORY_RESET))
      assert.equal(1, #device.factory_resets())
      assert.same({}, device.reboots())
    end)
  end

  it("says with one 0 that there is no error", function()
    assert.same({ [0] = 0 }, errors())
  end)

  it("puts the first error in the place of the 0", function()
    device.host:write(path(RES_M_ERROR_CODE), { [1] = 4 })
    assert.same({ [0] = 4 }, errors())
  end)

  it("keeps each further error in an instance of its own", function()
    device.host:write(path(RES_M_ERROR_CODE), { [0] = 4 })
    device.host:write(path(RES_M_ERROR_CODE), { [1] = 7 })
    assert.same({ [0] = 4, [1] = 7 }, errors())
  end)

  it("lets an instance go with its error", function()
    device.host:write(path(RES_M_ERROR_CODE), { [0] = 4, [1] = 7 })
    device.host:write(path(RES_M_ERROR_CODE), { [0] = 0 })
    assert.same({ [1] = 7 }, errors())
  end)

  it("says that there is no error again after the last one", function()
    device.host:write(path(RES_M_ERROR_CODE), { [3] = 4 })
    device.host:write(path(RES_M_ERROR_CODE), { [0] = 0 })
    assert.same({ [0] = 0 }, errors())
    device.host:write(path(RES_M_ERROR_CODE), { [0] = 2 })
    device.host:write(path(RES_M_ERROR_CODE), {}, { replace = true })
    assert.same({ [0] = 0 }, errors())
  end)

  if device.offers("object_device.lua", RES_O_RESET_ERROR_CODE) then
    it("forgets the errors when a server says so", function()
      device.host:write(path(RES_M_ERROR_CODE), { [0] = 4, [1] = 7 })
      client:execute(path(RES_O_RESET_ERROR_CODE))
      assert.same({ [0] = 0 }, errors())
      device.host:write(path(RES_M_ERROR_CODE), { [5] = 8 })
      assert.same({ [0] = 8 }, errors())
    end)
  end

  if device.offers("object_device.lua", RES_O_CURRENT_TIME) then
    it("has the time of a module that keeps it", function()
      device.product = MODULE_WITH_A_CLOCK
      assert.equal(device.clock.now(), (client:read(path(RES_O_CURRENT_TIME))))
      device.clock.advance(60)
      assert.equal(device.clock.now(), (client:read(path(RES_O_CURRENT_TIME))))
    end)
  end

  if device.offers("object_device.lua", RES_O_CURRENT_TIME) then
    it("goes on from a time that was written, where the module keeps it", function()
      device.product = MODULE_WITH_A_CLOCK
      client:write(path(RES_O_CURRENT_TIME), 1000000)
      device.clock.advance(60)
      assert.equal(1000060, (client:read(path(RES_O_CURRENT_TIME))))
    end)
  end

  if device.offers("object_device.lua", RES_O_CURRENT_TIME) then
    it("has the time that the end device wrote, where the module keeps none", function()
      device.product = MODULE_WITHOUT
      device.host:write(path(RES_O_CURRENT_TIME), 1000000)
      device.clock.advance(60)
      assert.equal(1000000, (client:read(path(RES_O_CURRENT_TIME))))
    end)
  end
  -- custom tests: end
end)
