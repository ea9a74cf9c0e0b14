-- object_att_connectivity_extension_test.lua: tests of object_att_connectivity_extension.lua, LwM2M Object 10308
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 9b2d6eca47c86d13

local SHORT_SERVER_ID = 123
local INSTANCE = "/10308/0"
local UNKNOWN_INSTANCE = "/10308/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_ICCID = 1
local RES_M_IMSI = 2
local RES_M_MSISDN = 3
local RES_M_APN_RETRIES = 4
local RES_M_APN_RETRY_PERIOD = 5
local RES_M_APN_RETRY_BACK_OFF_PERIOD = 6
local RES_M_SINR = 7
local RES_M_SRXLEV = 8
local RES_M_CE_MODE = 9

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_ICCID, name = "ICCID", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_IMSI, name = "IMSI", operations = "R", type = "String", mandatory = true, value = "text" },
  { id = RES_M_MSISDN, name = "MSISDN", operations = "RW", type = "String", mandatory = true, value = "text" },
  { id = RES_M_APN_RETRIES, name = "APN Retries", operations = "RW", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_APN_RETRY_PERIOD, name = "APN Retry Period", operations = "RW", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_APN_RETRY_BACK_OFF_PERIOD, name = "APN Retry Back-Off Period", operations = "RW", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_SINR, name = "SINR", operations = "R", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_SRXLEV, name = "SRXLEV", operations = "R", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_CE_MODE, name = "CE Mode", operations = "R", type = "String", mandatory = true, value = "text" },
}

describe("object_att_connectivity_extension", function()
  local client

  before_each(function()
    device.load "object_att_connectivity_extension.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_att_connectivity_extension", id = 10308, name = "AT&T Connectivity Extension",
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
  it("begins with the module's number and its ways of trying again", function()
    local values = {
      [RES_M_MSISDN] = device.msisdn, [RES_M_APN_RETRIES] = 2, [RES_M_APN_RETRY_BACK_OFF_PERIOD] = 86400,
    }
    for res, value in pairs(values) do
      if device.offers("object_att_connectivity_extension.lua", res) then
        assert.equal(value, (client:read(INSTANCE .. "/" .. res)))
      end
    end
  end)

  it("shows the SIM card that the module has", function()
    device.host:write(INSTANCE .. "/" .. RES_M_ICCID, "89000000000000000000")
    assert.equal("89000000000000000000", (client:read(INSTANCE .. "/" .. RES_M_ICCID)))
  end)
  -- custom tests: end
end)
