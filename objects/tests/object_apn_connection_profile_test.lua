-- object_apn_connection_profile_test.lua: tests of object_apn_connection_profile.lua, LwM2M Object 11
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: ca59b09ada4d2ad8

local SHORT_SERVER_ID = 123
local INSTANCE = "/11/0"
local UNKNOWN_INSTANCE = "/11/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PROFILE_NAME = 0
local RES_O_APN = 1
local RES_O_AUTO_SELECT_APN_BY_DEVICE = 2
local RES_O_ENABLE_STATUS = 3
local RES_M_AUTHENTICATION_TYPE = 4
local RES_O_USER_NAME = 5
local RES_O_SECRET = 6
local RES_O_RECONNECT_SCHEDULE = 7
local RES_O_VALIDITY_MCC_MNC = 8
local RES_O_CONNECTION_ESTABLISHMENT_TIME_1 = 9
local RES_O_CONNECTION_ESTABLISHMENT_RESULT_1 = 10
local RES_O_CONNECTION_ESTABLISHMENT_REJECT_CAUSE_1 = 11
local RES_O_CONNECTION_END_TIME_1 = 12
local RES_O_TOTALBYTESSENT = 13
local RES_O_TOTALBYTESRECEIVED = 14
local RES_O_IP_ADDRESS_2 = 15
local RES_O_PREFIX_LENGTH2 = 16
local RES_O_SUBNET_MASK_2 = 17
local RES_O_GATEWAY_2 = 18
local RES_O_PRIMARY_DNS_ADDRESS_2 = 19
local RES_O_SECONDARY_DNS_ADDRESS_2 = 20
local RES_O_QCI_3 = 21
local RES_O_VENDOR_SPECIFIC_EXTENSIONS = 22
local RES_O_TOTALPACKETSSENT = 23
local RES_O_PDN_TYPE = 24
local RES_O_APN_RATE_CONTROL = 25

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_PROFILE_NAME, name = "Profile name", operations = "RW", type = "String", mandatory = true, value = "text" },
  { id = RES_O_APN, name = "APN", operations = "RW", type = "String", value = "text" },
  { id = RES_O_AUTO_SELECT_APN_BY_DEVICE, name = "Auto select APN by device", operations = "RW", type = "Boolean", value = true },
  { id = RES_O_ENABLE_STATUS, name = "Enable status", operations = "RW", type = "Boolean", value = true },
  { id = RES_M_AUTHENTICATION_TYPE, name = "Authentication Type", operations = "RW", type = "Integer", mandatory = true, values = { 0, 1, 3 } },
  { id = RES_O_USER_NAME, name = "User Name", operations = "RW", type = "String", value = "text" },
  { id = RES_O_SECRET, name = "Secret", operations = "RW", type = "String", value = "text" },
  { id = RES_O_RECONNECT_SCHEDULE, name = "Reconnect Schedule", operations = "RW", type = "String", value = "text" },
  { id = RES_O_VALIDITY_MCC_MNC, name = "Validity (MCC, MNC)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_CONNECTION_ESTABLISHMENT_TIME_1, name = "Connection establishment time (1)", operations = "R", type = "Time", multiple = true, value = 1500000000 },
  { id = RES_O_CONNECTION_ESTABLISHMENT_RESULT_1, name = "Connection establishment result (1)", operations = "R", type = "Integer", multiple = true, values = { 0, 1 } },
  { id = RES_O_CONNECTION_ESTABLISHMENT_REJECT_CAUSE_1, name = "Connection establishment reject cause (1)", operations = "R", type = "Integer", multiple = true, values = { 0, 55, 111 } },
  { id = RES_O_CONNECTION_END_TIME_1, name = "Connection end time (1)", operations = "R", type = "Time", multiple = true, value = 1500000000 },
  { id = RES_O_TOTALBYTESSENT, name = "TotalBytesSent", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_TOTALBYTESRECEIVED, name = "TotalBytesReceived", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_IP_ADDRESS_2, name = "IP address (2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_PREFIX_LENGTH2, name = "Prefix length(2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_SUBNET_MASK_2, name = "Subnet mask (2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_GATEWAY_2, name = "Gateway (2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_PRIMARY_DNS_ADDRESS_2, name = "Primary DNS address (2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_SECONDARY_DNS_ADDRESS_2, name = "Secondary DNS address (2)", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_O_QCI_3, name = "QCI (3)", operations = "R", type = "Integer", values = { 1, 5, 9 } },
  { id = RES_O_VENDOR_SPECIFIC_EXTENSIONS, name = "Vendor specific extensions", operations = "R", type = "Objlnk", value = "3:0" },
  { id = RES_O_TOTALPACKETSSENT, name = "TotalPacketsSent", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_PDN_TYPE, name = "PDN Type", operations = "RW", type = "Integer", values = { 0, 1, 3 } },
  { id = RES_O_APN_RATE_CONTROL, name = "APN Rate Control", operations = "R", type = "Integer", value = 42 },
}

describe("object_apn_connection_profile", function()
  local client

  before_each(function()
    device.load "object_apn_connection_profile.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_apn_connection_profile", id = 11, name = "LWM2M APN Connection Profile",
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
  it("may be used until a server forbids it", function()
    local enabled = INSTANCE .. "/" .. RES_O_ENABLE_STATUS
    assert.is_true((client:read(enabled)))
    client:write(enabled, false)
    assert.is_false((device.host:read(enabled)))
  end)

  it("has one instance a context", function()
    for context, apn in pairs { [1] = "internet", [2] = "telemetry" } do
      device.host:create("/11/" .. context, { [RES_O_APN] = apn })
      assert.equal(apn, (client:read("/11/" .. context .. "/" .. RES_O_APN)))
    end
  end)
  -- custom tests: end
end)
