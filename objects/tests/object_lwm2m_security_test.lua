-- object_lwm2m_security_test.lua: tests of object_lwm2m_security.lua, LwM2M Object 0
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 8c4d98e30f129cc3

local INSTANCE = "/0/0"
local UNKNOWN_INSTANCE = "/0/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_LWM2M_SERVER_URI = 0
local RES_M_BOOTSTRAP_SERVER = 1
local RES_M_SECURITY_MODE = 2
local RES_M_PUBLIC_KEY_OR_IDENTITY = 3
local RES_M_SERVER_PUBLIC_KEY = 4
local RES_M_SECRET_KEY = 5
local RES_O_SMS_SECURITY_MODE = 6
local RES_O_SMS_BINDING_KEY_PARAMETERS = 7
local RES_O_SMS_BINDING_SECRET_KEYS = 8
local RES_O_LWM2M_SERVER_SMS_NUMBER = 9
local RES_O_SHORT_SERVER_ID = 10
local RES_O_CLIENT_HOLD_OFF_TIME = 11
local RES_O_BOOTSTRAP_SERVER_ACCOUNT_TIMEOUT = 12
local RES_O_BOOTSTRAP_STATE_AND_HOLD_OFF = 30000

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_LWM2M_SERVER_URI, name = "LwM2M Server URI", operations = "", type = "String", mandatory = true, values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_M_BOOTSTRAP_SERVER, name = "Bootstrap-Server", operations = "", type = "Boolean", mandatory = true, value = true },
  { id = RES_M_SECURITY_MODE, name = "Security Mode", operations = "", type = "Integer", mandatory = true, values = { 0, 2, 4 } },
  { id = RES_M_PUBLIC_KEY_OR_IDENTITY, name = "Public Key or Identity", operations = "", type = "Opaque", mandatory = true, value = "\001\002\003" },
  { id = RES_M_SERVER_PUBLIC_KEY, name = "Server Public Key", operations = "", type = "Opaque", mandatory = true, value = "\001\002\003" },
  { id = RES_M_SECRET_KEY, name = "Secret Key", operations = "", type = "Opaque", mandatory = true, value = "\001\002\003" },
  { id = RES_O_SMS_SECURITY_MODE, name = "SMS Security Mode", operations = "", type = "Integer", values = { 0, 127, 255 } },
  { id = RES_O_SMS_BINDING_KEY_PARAMETERS, name = "SMS Binding Key Parameters", operations = "", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_SMS_BINDING_SECRET_KEYS, name = "SMS Binding Secret Key(s)", operations = "", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_LWM2M_SERVER_SMS_NUMBER, name = "LwM2M Server SMS Number", operations = "", type = "String", value = "text" },
  { id = RES_O_SHORT_SERVER_ID, name = "Short Server ID", operations = "", type = "Integer", values = { 1, 32767, 65534 } },
  { id = RES_O_CLIENT_HOLD_OFF_TIME, name = "Client Hold Off Time", operations = "", type = "Integer", value = 42 },
  { id = RES_O_BOOTSTRAP_SERVER_ACCOUNT_TIMEOUT, name = "Bootstrap-Server Account Timeout", operations = "", type = "Integer", value = 42 },
  { id = RES_O_BOOTSTRAP_STATE_AND_HOLD_OFF, name = "Bootstrap State and Hold Off", operations = "", type = "Integer", multiple = true, value = 42 },
}

describe("object_lwm2m_security", function()
  local client

  before_each(function()
    device.load "object_lwm2m_security.lua"
    client = device.host
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_lwm2m_security", id = 0, name = "LWM2M Security",
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
  it("is out of reach of every server", function()
    local server = device.server(123)
    local _, code = server:read(INSTANCE .. "/" .. RES_M_SECRET_KEY)
    assert.equal(coap.COAP_401_UNAUTHORIZED, code)
    assert.equal(coap.COAP_401_UNAUTHORIZED, (server:write(INSTANCE .. "/" .. RES_M_LWM2M_SERVER_URI, "coap://[::1]")))
    assert.equal(coap.COAP_401_UNAUTHORIZED, (server:delete(INSTANCE)))
  end)

  if device.offers("object_lwm2m_security.lua", RES_O_SHORT_SERVER_ID) then
    it("takes an account from a bootstrap server", function()
      assert.equal(coap.COAP_204_CHANGED, (device.bootstrap:write(INSTANCE .. "/" .. RES_O_SHORT_SERVER_ID, 123)))
      assert.equal(123, (device.host:read(INSTANCE .. "/" .. RES_O_SHORT_SERVER_ID)))
    end)
  end

  it("holds keys of any bytes", function()
    local key = "\0\xAB\xCD\xEF\0"
    device.host:write(INSTANCE .. "/" .. RES_M_SECRET_KEY, key)
    assert.equal(key, (device.host:read(INSTANCE .. "/" .. RES_M_SECRET_KEY)))
  end)
  -- custom tests: end
end)
