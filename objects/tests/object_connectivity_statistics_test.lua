-- object_connectivity_statistics_test.lua: tests of object_connectivity_statistics.lua, LwM2M Object 7
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 6ce66414e1cbab08

local SHORT_SERVER_ID = 123
local INSTANCE = "/7/0"
local UNKNOWN_INSTANCE = "/7/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_O_SMS_TX_COUNTER = 0
local RES_O_SMS_RX_COUNTER = 1
local RES_O_TX_DATA = 2
local RES_O_RX_DATA = 3
local RES_O_MAX_MESSAGE_SIZE = 4
local RES_O_AVERAGE_MESSAGE_SIZE = 5
local RES_M_START = 6
local RES_M_STOP = 7
local RES_O_COLLECTION_PERIOD = 8

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_O_SMS_TX_COUNTER, name = "SMS Tx Counter", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_SMS_RX_COUNTER, name = "SMS Rx Counter", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_TX_DATA, name = "Tx Data", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_RX_DATA, name = "Rx Data", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_MAX_MESSAGE_SIZE, name = "Max Message Size", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_AVERAGE_MESSAGE_SIZE, name = "Average Message Size", operations = "R", type = "Integer", value = 42 },
  { id = RES_M_START, name = "Start", operations = "E", mandatory = true },
  { id = RES_M_STOP, name = "Stop", operations = "E", mandatory = true },
  { id = RES_O_COLLECTION_PERIOD, name = "Collection Period", operations = "RW", type = "Integer", value = 42 },
}

describe("object_connectivity_statistics", function()
  local client

  before_each(function()
    device.load "object_connectivity_statistics.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_connectivity_statistics", id = 7, name = "Connectivity Statistics",
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
  local PERIOD = 60 -- seconds

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function expect(expected)
    local counters = {}
    for res = RES_O_SMS_TX_COUNTER, RES_O_AVERAGE_MESSAGE_SIZE do
      counters[res] = client:read(path(res))
    end
    assert.same(expected, counters)
  end

  local function send_one_of_each()
    object_connectivity_statistics.sent(0, 3000)
    object_connectivity_statistics.received(0, 1500)
    object_connectivity_statistics.sms_sent(0)
    object_connectivity_statistics.sms_received(0)
  end

  local NOTHING = { [0] = 0, 0, 0, 0, 0, 0 }
  local ONE_OF_EACH = { [0] = 1, 1, 2, 1, 3000, 2250 }

  if device.offers("object_connectivity_statistics.lua", RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER) then
    it("counts nothing before it is started", function()
      send_one_of_each()
      expect(NOTHING)
    end)
  end

  if device.offers("object_connectivity_statistics.lua", RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER) then
    it("counts from Start to Stop", function()
      client:execute(path(RES_M_START))
      send_one_of_each()
      expect(ONE_OF_EACH)
      client:execute(path(RES_M_STOP))
      send_one_of_each()
      expect(ONE_OF_EACH)
    end)
  end

  if device.offers("object_connectivity_statistics.lua", RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER) then
    it("adds up bytes, not kilobytes", function()
      client:execute(path(RES_M_START))
      for _ = 1, 10 do
        object_connectivity_statistics.sent(0, 512)
      end
      expect { [0] = 0, 0, 5, 0, 512, 512 }
    end)
  end

  if device.offers("object_connectivity_statistics.lua", RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER) then
    it("begins with 0 at each Start", function()
      device.host:write(path(RES_O_RX_DATA), 12)
      client:execute(path(RES_M_START))
      expect(NOTHING)
      send_one_of_each()
      client:execute(path(RES_M_START))
      expect(NOTHING)
    end)
  end

  if device.offers("object_connectivity_statistics.lua", RES_O_SMS_TX_COUNTER, RES_O_SMS_RX_COUNTER) then
    it("ends by itself after the collection period", function()
      client:write(path(RES_O_COLLECTION_PERIOD), PERIOD)
      client:execute(path(RES_M_START))
      device.clock.advance(PERIOD - 1)
      send_one_of_each()
      device.clock.advance(1)
      send_one_of_each()
      expect(ONE_OF_EACH)
    end)
  end

  if device.offers("object_connectivity_statistics.lua", RES_O_TX_DATA, RES_O_AVERAGE_MESSAGE_SIZE) then
    it("counts no byte that was not sent", function()
      client:execute(path(RES_M_START))
      object_connectivity_statistics.sent(0, 1023)
      assert.equal(0, (client:read(path(RES_O_TX_DATA))))
      assert.equal(1023, (client:read(path(RES_O_AVERAGE_MESSAGE_SIZE))))
      object_connectivity_statistics.sent(0, 1)
      assert.equal(1, (client:read(path(RES_O_TX_DATA))))
    end)

    it("ends after a collection period of a second", function()
      client:write(path(RES_O_COLLECTION_PERIOD), 1)
      client:execute(path(RES_M_START))
      device.clock.advance(1)
      object_connectivity_statistics.sent(0, 2048)
      assert.equal(0, (client:read(path(RES_O_TX_DATA))))
    end)
  end
  -- custom tests: end
end)
