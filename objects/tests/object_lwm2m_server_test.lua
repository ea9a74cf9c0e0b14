-- object_lwm2m_server_test.lua: tests of object_lwm2m_server.lua, LwM2M Object 1
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: c6b3b0bc86c17298

local SHORT_SERVER_ID = 123
local INSTANCE = "/1/0"
local UNKNOWN_INSTANCE = "/1/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_SHORT_SERVER_ID = 0
local RES_M_LIFETIME = 1
local RES_O_DEFAULT_MINIMUM_PERIOD = 2
local RES_O_DEFAULT_MAXIMUM_PERIOD = 3
local RES_O_DISABLE = 4
local RES_O_DISABLE_TIMEOUT = 5
local RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE = 6
local RES_M_BINDING = 7
local RES_M_REGISTRATION_UPDATE_TRIGGER = 8
local RES_O_BOOTSTRAP_REQUEST_TRIGGER = 9
local RES_O_APN_LINK = 10
local RES_O_LAST_BOOTSTRAPPED = 12
local RES_O_BOOTSTRAP_ON_REGISTRATION_FAILURE = 16
local RES_O_COMMUNICATION_RETRY_COUNT = 17
local RES_O_COMMUNICATION_RETRY_TIMER = 18
local RES_O_REGISTRATION_STATE_AND_HOLD_OFF = 30000

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_SHORT_SERVER_ID, name = "Short Server ID", operations = "R", type = "Integer", mandatory = true, values = { 1, 32768, 65535 } },
  { id = RES_M_LIFETIME, name = "Lifetime", operations = "RW", type = "Integer", mandatory = true, value = 42 },
  { id = RES_O_DEFAULT_MINIMUM_PERIOD, name = "Default Minimum Period", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_DEFAULT_MAXIMUM_PERIOD, name = "Default Maximum Period", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_DISABLE, name = "Disable", operations = "E" },
  { id = RES_O_DISABLE_TIMEOUT, name = "Disable Timeout", operations = "RW", type = "Integer", value = 42 },
  { id = RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE, name = "Notification Storing When Disabled or Offline", operations = "RW", type = "Boolean", mandatory = true, value = true },
  { id = RES_M_BINDING, name = "Binding", operations = "RW", type = "String", mandatory = true, values = { "U", "UQ", "S", "SQ", "US", "UQS" } },
  { id = RES_M_REGISTRATION_UPDATE_TRIGGER, name = "Registration Update Trigger", operations = "E", mandatory = true },
  { id = RES_O_BOOTSTRAP_REQUEST_TRIGGER, name = "Bootstrap-Request Trigger", operations = "E" },
  { id = RES_O_APN_LINK, name = "APN Link", operations = "RW", type = "Objlnk", value = "3:0" },
  { id = RES_O_LAST_BOOTSTRAPPED, name = "Last Bootstrapped", operations = "R", type = "Time", value = 1500000000 },
  { id = RES_O_BOOTSTRAP_ON_REGISTRATION_FAILURE, name = "Bootstrap on Registration Failure", operations = "R", type = "Boolean", value = true },
  { id = RES_O_COMMUNICATION_RETRY_COUNT, name = "Communication Retry Count", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_COMMUNICATION_RETRY_TIMER, name = "Communication Retry Timer", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_REGISTRATION_STATE_AND_HOLD_OFF, name = "Registration State and Hold Off", operations = "RW", type = "Integer", multiple = true, value = 42 },
}

describe("object_lwm2m_server", function()
  local client

  before_each(function()
    device.load "object_lwm2m_server.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_lwm2m_server", id = 1, name = "LwM2M Server",
    lwm2m_version = "1.0", object_version = "1.0",
    multiple = true, mandatory = true, resources = resources,
  }

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  it("begins with what holds unless a server says otherwise", function()
    local values = {
      [RES_O_DISABLE_TIMEOUT] = 86400, [RES_M_NOTIFICATION_STORING_WHEN_DISABLED_OR_OFFLINE] = true,
      [RES_M_BINDING] = "U",
    }
    for res, value in pairs(values) do
      if device.offers("object_lwm2m_server.lua", res) then
        assert.equal(value, (client:read(INSTANCE .. "/" .. res)))
      end
    end
  end)

  it("holds one account an instance", function()
    local account = {
      [RES_M_SHORT_SERVER_ID] = 721, [RES_M_LIFETIME] = 3600, [RES_O_APN_LINK] = "11:0", [RES_M_BINDING] = "UQS",
      [RES_O_REGISTRATION_STATE_AND_HOLD_OFF] = { [0] = 0, [1] = 30 },
    }
    for res in pairs(account) do
      if not device.offers("object_lwm2m_server.lua", res) then
        account[res] = nil
      end
    end
    assert.equal(coap.COAP_201_CREATED, (device.host:create("/1/10", account)))
    for res, value in pairs(account) do
      assert.same(value, (client:read("/1/10/" .. res)))
    end
    assert.equal(86400, (client:read(INSTANCE .. "/" .. RES_M_LIFETIME)))
  end)

  it("lets a server set how long its registration lasts", function()
    assert.equal(coap.COAP_204_CHANGED, (client:write(INSTANCE .. "/" .. RES_M_LIFETIME, 180)))
    assert.equal(180, (device.host:read(INSTANCE .. "/" .. RES_M_LIFETIME)))
  end)
  -- custom tests: end
end)
