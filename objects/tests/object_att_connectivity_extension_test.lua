-- object_att_connectivity_extension_test.lua: tests of object_att_connectivity_extension.lua, LwM2M Object 10308
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: b0016321f27cb7e0

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

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_ICCID, name = "ICCID", operations = "R", value = "text" },
  { id = RES_M_IMSI, name = "IMSI", operations = "R", value = "text" },
  { id = RES_M_MSISDN, name = "MSISDN", operations = "RW", value = "text" },
  { id = RES_M_APN_RETRIES, name = "APN Retries", operations = "RW", value = 42 },
  { id = RES_M_APN_RETRY_PERIOD, name = "APN Retry Period", operations = "RW", value = 42 },
  { id = RES_M_APN_RETRY_BACK_OFF_PERIOD, name = "APN Retry Back-Off Period", operations = "RW", value = 42 },
  { id = RES_M_SINR, name = "SINR", operations = "R", value = 42 },
  { id = RES_M_SRXLEV, name = "SRXLEV", operations = "R", value = 42 },
  { id = RES_M_CE_MODE, name = "CE Mode", operations = "R", value = "text" },
}

describe("object_att_connectivity_extension", function()
  local client

  before_each(function()
    device.load "object_att_connectivity_extension.lua"
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

  for _, resource in ipairs(device.offered("object_att_connectivity_extension.lua", resources)) do
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
