-- object_event_log_test.lua: tests of object_event_log.lua, LwM2M Object 26243
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 6a98a68fe625511b

local SHORT_SERVER_ID = 123
local INSTANCE = "/26243/0"
local UNKNOWN_INSTANCE = "/26243/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_TIME = 0
local RES_M_PRIORITY = 1
local RES_M_TEXT = 2
local RES_O_VALUES = 3
local RES_O_ACKNOWLEDGED = 4
local RES_O_SEQUENCE = 5

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_TIME, name = "Time", operations = "R", type = "Time", mandatory = true, value = 1500000000 },
  { id = RES_M_PRIORITY, name = "Priority", operations = "RW", type = "Integer", mandatory = true, values = { 1, 50, 99 } },
  { id = RES_M_TEXT, name = "Text", operations = "RW", type = "String", mandatory = true, values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr" } },
  { id = RES_O_VALUES, name = "Values", operations = "RW", type = "Float", multiple = true, value = 21.5 },
  { id = RES_O_ACKNOWLEDGED, name = "Acknowledged", operations = "RW", type = "Boolean", value = true },
  { id = RES_O_SEQUENCE, name = "Sequence", operations = "R", type = "Integer", value = 42 },
}

describe("object_event_log", function()
  local client

  before_each(function()
    device.load "object_event_log.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_event_log", id = 26243, name = "Event Log",
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
  local function log(inst, values)
    return (device.host:create("/26243/" .. inst, values))
  end

  local function path(inst, res)
    return "/26243/" .. inst .. "/" .. res
  end

  it("notes when an event was logged, and its place in the order", function()
    device.clock.advance(60)
    log(7)
    log(3)
    assert.equal(device.clock.now(), (client:read(path(7, RES_M_TIME))))
    assert.equal(2, (client:read(path(7, RES_O_SEQUENCE))))
    assert.equal(3, (client:read(path(3, RES_O_SEQUENCE))))
    assert.equal(50, (client:read(path(3, RES_M_PRIORITY))))
  end)

  it("tells the host of an urgent event once", function()
    log(1, { [RES_M_PRIORITY] = 10, [RES_M_TEXT] = "door open" })
    client:write(path(1, RES_M_PRIORITY), 1)
    assert.same({ "event 1 is urgent: priority 10" }, device.urcs())
    client:write(path(1, RES_M_PRIORITY), 11)
    client:write(path(1, RES_M_PRIORITY), 2)
    assert.same({ "event 1 is urgent: priority 10", "event 1 is urgent: priority 2" }, device.urcs())
  end)

  it("tells a module with pulses, too", function()
    device.product = "SARA-R422S-01B"
    log(1, { [RES_M_PRIORITY] = 10 })
    assert.same({ "event 1 is urgent: priority 10" }, device.urcs())
  end)

  it("says nothing of the others", function()
    log(1, { [RES_M_PRIORITY] = 11 })
    assert.same({}, device.urcs())
  end)

  it("has room for 32 events", function()
    for inst = 1, 31 do
      assert.equal(coap.COAP_201_CREATED, log(inst))
    end
    assert.equal(coap.COAP_400_BAD_REQUEST, log(32))
    assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:read("/26243/32")))
    client:delete "/26243/5"
    assert.equal(coap.COAP_201_CREATED, log(32))
    assert.equal(33, (client:read(path(32, RES_O_SEQUENCE))))
  end)

  it("keeps an urgent event until somebody has taken care of it", function()
    log(1, { [RES_M_PRIORITY] = 10 })
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (device.host:delete "/26243/1"))
    assert.equal(10, (client:read(path(1, RES_M_PRIORITY))))
    client:write(path(1, RES_O_ACKNOWLEDGED), true)
    assert.equal(coap.COAP_202_DELETED, (device.host:delete "/26243/1"))
  end)

  it("refuses what is out of range, and keeps what was there", function()
    for _, priority in ipairs { 0, 100 } do
      assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(0, RES_M_PRIORITY), priority)))
    end
    assert.equal(50, (client:read(path(0, RES_M_PRIORITY))))
    assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(0, RES_M_TEXT), string.rep("x", 201))))
    assert.equal("", (client:read(path(0, RES_M_TEXT))))
    for _, one in ipairs { { RES_M_PRIORITY, 1 }, { RES_M_PRIORITY, 99 }, { RES_M_TEXT, string.rep("x", 200) } } do
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(0, one[1]), one[2])))
    end
  end)

  it("makes no event of values that it refuses", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, log(1, { [RES_M_PRIORITY] = 100 }))
    assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:read "/26243/1"))
  end)

  it("takes eight values, under any ids", function()
    local values = path(0, RES_O_VALUES)
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(values, { [0] = 1.5, [700] = 2.5 })))
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(values, { [700] = 3.5, [9] = 4.5 })))
    assert.same({ [0] = 1.5, [700] = 3.5, [9] = 4.5 }, (client:read(values)))
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(values, { 1, 2, 3, 4, 5 })))
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write(values, { [6] = 6 })))
    assert.is_nil((client:read(values))[6])
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(values, { [5] = 6 })))
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(values, { [6] = 6 }, { replace = true })))
    assert.same({ [6] = 6 }, (client:read(values)))
  end)

  it("takes values for an event that a server made without", function()
    assert.equal(coap.COAP_201_CREATED, (client:create("/26243/1", { [RES_M_PRIORITY] = 20, [RES_M_TEXT] = "door open" })))
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(path(1, RES_O_VALUES), { [2] = 0.5 })))
    assert.same({ [2] = 0.5 }, (client:read(path(1, RES_O_VALUES))))
  end)

  it("goes on counting after a restart", function()
    log(9)
    local saved = utils_copy_table(object_event_log.get_object_table())
    saved.instance[9].resource[RES_O_SEQUENCE].Value = 40
    object_event_log.load(saved)
    log(4)
    assert.equal(41, (client:read(path(4, RES_O_SEQUENCE))))
  end)
  -- custom tests: end
end)
