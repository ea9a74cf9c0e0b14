-- object_temperature_alarm_test.lua: tests of object_temperature_alarm.lua, LwM2M Object 26242
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: fe6d79fe2e575fdb

local SHORT_SERVER_ID = 123
local INSTANCE = "/26242/0"
local UNKNOWN_INSTANCE = "/26242/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_TEMPERATURE = 0
local RES_M_THRESHOLD = 1
local RES_O_HYSTERESIS = 2
local RES_M_ALARM = 3
local RES_O_ALARMS = 4
local RES_O_ALARM_TIME = 5
local RES_O_ACKNOWLEDGE = 6

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_TEMPERATURE, name = "Temperature", operations = "R", type = "Float", mandatory = true, value = 21.5 },
  { id = RES_M_THRESHOLD, name = "Threshold", operations = "RW", type = "Float", mandatory = true, values = { -40.0, 42.5, 125.0 } },
  { id = RES_O_HYSTERESIS, name = "Hysteresis", operations = "RW", type = "Float", values = { 0.0, 25.0, 50.0 } },
  { id = RES_M_ALARM, name = "Alarm", operations = "R", type = "Boolean", mandatory = true, value = true },
  { id = RES_O_ALARMS, name = "Alarms", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_ALARM_TIME, name = "Alarm Time", operations = "R", type = "Time", value = 1500000000 },
  { id = RES_O_ACKNOWLEDGE, name = "Acknowledge", operations = "E" },
}

describe("object_temperature_alarm", function()
  local client

  before_each(function()
    device.load "object_temperature_alarm.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_temperature_alarm", id = 26242, name = "Temperature Alarm",
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
  local NAN = 0 / 0

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function measure(temperature)
    return (device.host:write(path(RES_M_TEMPERATURE), temperature))
  end

  it("begins at 30 degrees with a hysteresis of 2", function()
    assert.equal(30, (client:read(path(RES_M_THRESHOLD))))
    assert.equal(2, (client:read(path(RES_O_HYSTERESIS))))
    assert.is_false((client:read(path(RES_M_ALARM))))
  end)

  it("is silent below the threshold", function()
    measure(29.9)
    assert.same({}, device.urcs())
    assert.is_false((client:read(path(RES_M_ALARM))))
  end)

  it("begins at the threshold", function()
    device.clock.advance(60)
    measure(30)
    assert.same({ "alarm 0 on: 30.0 Cel" }, device.urcs())
    assert.is_true((client:read(path(RES_M_ALARM))))
    assert.equal(1, (client:read(path(RES_O_ALARMS))))
    assert.equal(device.clock.now(), (client:read(path(RES_O_ALARM_TIME))))
  end)

  it("ends when the temperature is below the threshold by more than the hysteresis", function()
    for _, temperature in ipairs { 31, 29, 28, 27.9, 29 } do
      measure(temperature)
    end
    assert.same({ "alarm 0 on: 31.0 Cel", "alarm 0 off: 27.9 Cel" }, device.urcs())
    assert.is_false((client:read(path(RES_M_ALARM))))
    measure(30)
    assert.equal(2, (client:read(path(RES_O_ALARMS))))
  end)

  it("follows the threshold and the hysteresis", function()
    measure(25)
    client:write(path(RES_M_THRESHOLD), 20)
    client:write(path(RES_M_THRESHOLD), 26)
    client:write(path(RES_O_HYSTERESIS), 0.5)
    assert.same({ "alarm 0 on: 25.0 Cel", "alarm 0 off: 25.0 Cel" }, device.urcs())
  end)

  it("judges nothing before the first temperature", function()
    client:write(path(RES_M_THRESHOLD), -10)
    assert.is_false((client:read(path(RES_M_ALARM))))
    assert.same({}, device.urcs())
  end)

  it("reminds the host every ten minutes until somebody acknowledges", function()
    measure(31)
    for _ = 1, 2 do
      device.clock.advance(599)
      measure(32)
      device.clock.advance(1)
      measure(33)
    end
    client:execute(path(RES_O_ACKNOWLEDGE))
    device.clock.advance(600)
    measure(34)
    assert.same({ "alarm 0 on: 31.0 Cel", "alarm 0 still on: 33.0 Cel", "alarm 0 still on: 33.0 Cel" }, device.urcs())
  end)

  it("tells a module with pulses, too", function()
    device.product = "SARA-R422S-01B"
    measure(30)
    assert.same({ "alarm 0 on: 30.0 Cel" }, device.urcs())
  end)

  it("goes on with an alarm that the host began", function()
    device.host:write(path(RES_M_ALARM), true)
    measure(29)
    assert.same({ "alarm 0 still on: 29.0 Cel" }, device.urcs())
  end)

  it("reminds again in the next alarm", function()
    measure(31)
    client:execute(path(RES_O_ACKNOWLEDGE))
    measure(20)
    measure(31)
    device.clear()
    device.clock.advance(600)
    measure(31)
    assert.same({ "alarm 0 still on: 31.0 Cel" }, device.urcs())
  end)

  local refused = {
    { RES_M_THRESHOLD, -40.5 }, { RES_M_THRESHOLD, 125.5 }, { RES_M_THRESHOLD, NAN },
    { RES_O_HYSTERESIS, -0.5 }, { RES_O_HYSTERESIS, 50.5 }, { RES_O_HYSTERESIS, NAN }, { RES_M_TEMPERATURE, NAN },
  }
  for _, one in ipairs(refused) do
    local res, value = one[1], one[2]
    it("refuses " .. value .. " for resource " .. res, function()
      local before = device.host:read(path(res))
      assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write(path(res), value)))
      assert.equal(before, (device.host:read(path(res))))
    end)
  end

  it("takes the ends of the ranges", function()
    for _, one in ipairs { { RES_M_THRESHOLD, -40 }, { RES_M_THRESHOLD, 125 }, { RES_O_HYSTERESIS, 0 }, { RES_O_HYSTERESIS, 50 } } do
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(one[1]), one[2])))
    end
  end)

  it("works for a server that gives a threshold alone", function()
    assert.equal(coap.COAP_201_CREATED, (client:create("/26242/1", { [RES_M_THRESHOLD] = 10.0 })))
    device.host:write("/26242/1/0", 10)
    device.host:write("/26242/1/0", 8)
    device.host:write("/26242/1/0", 7.9)
    assert.same({ "alarm 1 on: 10.0 Cel", "alarm 1 off: 7.9 Cel" }, device.urcs())
  end)

  it("tells a server that observes", function()
    client:observe(path(RES_M_ALARM))
    measure(31)
    device.clock.advance(60)
    local last = client:notifications()
    assert.is_true(last[#last].value)
  end)

  it("takes an alarm that an older version saved, without its time", function()
    measure(31)
    object_temperature_alarm.get_object_table().instance[0].told = nil
    device.restart()
    device.clear()
    measure(32)
    assert.same({ "alarm 0 still on: 32.0 Cel" }, device.urcs())
  end)
  -- custom tests: end
end)
