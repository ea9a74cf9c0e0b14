-- object_generic_sensor_test.lua: tests of object_generic_sensor.lua, LwM2M Object 3300
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 3d84358ca252d87f

local SHORT_SERVER_ID = 123
local INSTANCE = "/3300/0"
local UNKNOWN_INSTANCE = "/3300/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_SENSOR_VALUE = 5700
local RES_O_SENSOR_UNITS = 5701
local RES_O_MIN_MEASURED_VALUE = 5601
local RES_O_MAX_MEASURED_VALUE = 5602
local RES_O_MIN_RANGE_VALUE = 5603
local RES_O_MAX_RANGE_VALUE = 5604
local RES_O_APPLICATION_TYPE = 5750
local RES_O_SENSOR_TYPE = 5751
local RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES = 5605

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_SENSOR_VALUE, name = "Sensor Value", operations = "R", type = "Float", mandatory = true, value = 21.5 },
  { id = RES_O_SENSOR_UNITS, name = "Sensor Units", operations = "R", type = "String", value = "text" },
  { id = RES_O_MIN_MEASURED_VALUE, name = "Min Measured Value", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_MAX_MEASURED_VALUE, name = "Max Measured Value", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_MIN_RANGE_VALUE, name = "Min Range Value", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_MAX_RANGE_VALUE, name = "Max Range Value", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_APPLICATION_TYPE, name = "Application Type", operations = "RW", type = "String", value = "text" },
  { id = RES_O_SENSOR_TYPE, name = "Sensor Type", operations = "R", type = "String", value = "text" },
  { id = RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES, name = "Reset Min and Max Measured Values", operations = "E" },
}

describe("object_generic_sensor", function()
  local client

  before_each(function()
    device.load "object_generic_sensor.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_generic_sensor", id = 3300, name = "Generic Sensor",
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
  local PULSE_PIN = 16

  if device.offers("object_generic_sensor.lua", RES_O_APPLICATION_TYPE) then
    it("tells the host when the application type changes", function()
      client:write(INSTANCE .. "/" .. RES_O_APPLICATION_TYPE, "Temperature")
      assert.same({ "Application type changed in sensor 0" }, device.urcs())
    end)
  end

  if device.offers("object_generic_sensor.lua", RES_M_SENSOR_VALUE) then
    it("pulses the pin on a new value, where the module has pins for it", function()
      device.host:write(INSTANCE .. "/" .. RES_M_SENSOR_VALUE, 100.5)
      assert.equal(100.5, (client:read(INSTANCE .. "/" .. RES_M_SENSOR_VALUE)))
      assert.same(lua_send_pulse and { PULSE_PIN } or {}, device.pulses())
    end)
  end

  if device.offers("object_generic_sensor.lua", RES_O_APPLICATION_TYPE) then
    it("tells the host and pulses the pin where the module wants the length of a text, too", function()
      device.product = "SARA-R422M8S-00B"
      client:write(INSTANCE .. "/" .. RES_O_APPLICATION_TYPE, "Humidity")
      device.host:write(INSTANCE .. "/" .. RES_M_SENSOR_VALUE, 100.5)
      assert.same({ "Application type changed in sensor 0" }, device.urcs())
      assert.same({ PULSE_PIN }, device.pulses())
    end)
  end

  local function extremes()
    return { (client:read(INSTANCE .. "/" .. RES_O_MIN_MEASURED_VALUE)), (client:read(INSTANCE .. "/" .. RES_O_MAX_MEASURED_VALUE)) }
  end

  local function measure(value)
    device.host:write(INSTANCE .. "/" .. RES_M_SENSOR_VALUE, value)
  end

  if device.offers("object_generic_sensor.lua", RES_O_MIN_MEASURED_VALUE, RES_O_MAX_MEASURED_VALUE) then
    it("keeps the lowest and the highest value", function()
      measure(100.5)
      assert.same({ 100.5, 100.5 }, extremes())
      measure(-3)
      measure(20)
      assert.same({ -3, 100.5 }, extremes())
    end)
  end

  if device.offers("object_generic_sensor.lua", RES_O_MIN_MEASURED_VALUE, RES_O_MAX_MEASURED_VALUE, RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES) then
    it("starts them again from the newest value", function()
      measure(100.5)
      measure(20)
      client:execute(INSTANCE .. "/" .. RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES)
      assert.same({ 20, 20 }, extremes())
      measure(25)
      assert.same({ 20, 25 }, extremes())
    end)
  end
  -- custom tests: end
end)
