-- object_generic_sensor_test.lua: tests of object_generic_sensor.lua, LwM2M Object 3300
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 29a686a9aa785d14

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

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_SENSOR_VALUE, name = "Sensor Value", operations = "R", value = 21.5 },
  { id = RES_O_SENSOR_UNITS, name = "Sensor Units", operations = "R", value = "text" },
  { id = RES_O_MIN_MEASURED_VALUE, name = "Min Measured Value", operations = "R", value = 21.5 },
  { id = RES_O_MAX_MEASURED_VALUE, name = "Max Measured Value", operations = "R", value = 21.5 },
  { id = RES_O_MIN_RANGE_VALUE, name = "Min Range Value", operations = "R", value = 21.5 },
  { id = RES_O_MAX_RANGE_VALUE, name = "Max Range Value", operations = "R", value = 21.5 },
  { id = RES_O_APPLICATION_TYPE, name = "Application Type", operations = "RW", value = "text" },
  { id = RES_O_SENSOR_TYPE, name = "Sensor Type", operations = "R", value = "text" },
  { id = RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES, name = "Reset Min and Max Measured Values", operations = "E" },
}

describe("object_generic_sensor", function()
  local client

  before_each(function()
    device.load "object_generic_sensor.lua"
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

  for _, resource in ipairs(device.offered("object_generic_sensor.lua", resources)) do
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
