-- object_relay_test.lua: tests of object_relay.lua, LwM2M Object 26241
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: b9091b00783ad59e

local SHORT_SERVER_ID = 123
local INSTANCE = "/26241/0"
local UNKNOWN_INSTANCE = "/26241/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_ON = 0
local RES_O_TOGGLE = 1
local RES_O_LOCKED = 2
local RES_O_OPERATIONS = 3
local RES_O_OPERATIONS_LIMIT = 4
local RES_O_LAST_CHANGE = 5

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_ON, name = "On", operations = "RW", type = "Boolean", mandatory = true, value = true },
  { id = RES_O_TOGGLE, name = "Toggle", operations = "E" },
  { id = RES_O_LOCKED, name = "Locked", operations = "RW", type = "Boolean", value = true },
  { id = RES_O_OPERATIONS, name = "Operations", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_OPERATIONS_LIMIT, name = "Operations Limit", operations = "RW", type = "Integer", values = { 0, 500000, 1000000 } },
  { id = RES_O_LAST_CHANGE, name = "Last Change", operations = "R", type = "Time", value = 1500000000 },
}

describe("object_relay", function()
  local client

  before_each(function()
    device.load "object_relay.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_relay", id = 26241, name = "Relay",
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
  local WITH_PULSE, WITHOUT = "SARA-R422S-01B", "SARA-R510S-01B"

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function expect(is_on, operations)
    assert.equal(is_on, (client:read(path(RES_M_ON))))
    assert.equal(operations, (client:read(path(RES_O_OPERATIONS))))
  end

  it("turns over once for each change", function()
    for _, value in ipairs { true, true, false } do
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_ON), value)))
    end
    expect(false, 2)
    assert.same({ "relay on", "relay off" }, device.urcs())
  end)

  it("toggles", function()
    client:execute(path(RES_O_TOGGLE))
    expect(true, 1)
    client:execute(path(RES_O_TOGGLE))
    expect(false, 2)
  end)

  it("notes the time of the change", function()
    device.clock.advance(60)
    client:write(path(RES_M_ON), true)
    assert.equal(device.clock.now(), (client:read(path(RES_O_LAST_CHANGE))))
  end)

  it("pulses its pin where the module can", function()
    device.product = WITH_PULSE
    client:write(path(RES_M_ON), true)
    assert.same({ 16 }, device.pulses())
    assert.same({ "relay on" }, device.urcs())
  end)

  it("leaves the pin to the host where it cannot", function()
    device.product = WITHOUT
    client:write(path(RES_M_ON), true)
    assert.same({}, device.pulses())
    assert.same({ "relay on" }, device.urcs())
  end)

  it("takes a truth value alone", function()
    local write = object_relay.write
    assert.equal(coap.COAP_400_BAD_REQUEST, write(0, RES_M_ON, lwm2m_interface_type.LWM2M_DM_INTERFACE, true, 1))
    expect(false, 0)
  end)

  it("takes no limit out of range", function()
    for _, limit in ipairs { -1, 1000001 } do
      assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(RES_O_OPERATIONS_LIMIT), limit)))
    end
    assert.equal(0, (client:read(path(RES_O_OPERATIONS_LIMIT))))
    for _, limit in ipairs { 1000000, 0 } do
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_O_OPERATIONS_LIMIT), limit)))
    end
  end)

  describe("that is locked", function()
    before_each(function()
      client:write(path(RES_O_LOCKED), true)
    end)

    it("is switched by no server", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:write(path(RES_M_ON), true)))
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_O_TOGGLE))))
      expect(false, 0)
      assert.same({}, device.urcs())
    end)

    it("is told where it is already", function()
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_ON), false)))
    end)

    it("is switched by the host", function()
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path(RES_M_ON), true)))
      expect(true, 1)
    end)
  end)

  it("may be worn out by one operation", function()
    client:write(path(RES_O_OPERATIONS_LIMIT), 1)
    client:execute(path(RES_O_TOGGLE))
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_O_TOGGLE))))
    expect(true, 1)
  end)

  it("switches no more when it is worn out", function()
    client:write(path(RES_O_OPERATIONS_LIMIT), 2)
    client:execute(path(RES_O_TOGGLE))
    client:execute(path(RES_O_TOGGLE))
    device.clear()
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:write(path(RES_M_ON), true)))
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (device.host:write(path(RES_M_ON), true)))
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_O_TOGGLE))))
    expect(false, 2)
    assert.same({}, device.urcs())
  end)

  it("works for a server that made it with one value", function()
    device.host:delete(INSTANCE)
    assert.equal(coap.COAP_201_CREATED, (client:create(INSTANCE, { [RES_M_ON] = true })))
    expect(true, 1)
    assert.equal(coap.COAP_204_CHANGED, (client:execute(path(RES_O_TOGGLE))))
    expect(false, 2)
  end)
  -- custom tests: end
end)
