-- object_connectivity_monitoring_test.lua: tests of object_connectivity_monitoring.lua, LwM2M Object 4
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 6e4ebece069a8c67

local SHORT_SERVER_ID = 123
local INSTANCE = "/4/0"
local UNKNOWN_INSTANCE = "/4/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_NETWORK_BEARER = 0
local RES_M_AVAILABLE_NETWORK_BEARER = 1
local RES_M_RADIO_SIGNAL_STRENGTH = 2
local RES_O_LINK_QUALITY = 3
local RES_M_IP_ADDRESSES = 4
local RES_O_ROUTER_IP_ADDRESSES = 5
local RES_O_LINK_UTILIZATION = 6
local RES_O_APN = 7
local RES_O_CELL_ID = 8
local RES_O_SMNC = 9
local RES_O_SMCC = 10
local RES_O_VENDOR_CONNECTIVITY_INFORMATION = 30000

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_NETWORK_BEARER, name = "Network Bearer", operations = "R", value = 42 },
  { id = RES_M_AVAILABLE_NETWORK_BEARER, name = "Available Network Bearer", operations = "R", value = { [0] = 42 } },
  { id = RES_M_RADIO_SIGNAL_STRENGTH, name = "Radio Signal Strength", operations = "R", value = 42 },
  { id = RES_O_LINK_QUALITY, name = "Link Quality", operations = "R", value = 42 },
  { id = RES_M_IP_ADDRESSES, name = "IP Addresses", operations = "R", value = { [0] = "text" } },
  { id = RES_O_ROUTER_IP_ADDRESSES, name = "Router IP Addresses", operations = "R", value = { [0] = "text" } },
  { id = RES_O_LINK_UTILIZATION, name = "Link Utilization", operations = "R", value = 42 },
  { id = RES_O_APN, name = "APN", operations = "R", value = { [0] = "text" } },
  { id = RES_O_CELL_ID, name = "Cell ID", operations = "R", value = 42 },
  { id = RES_O_SMNC, name = "SMNC", operations = "R", value = 42 },
  { id = RES_O_SMCC, name = "SMCC", operations = "R", value = 42 },
  { id = RES_O_VENDOR_CONNECTIVITY_INFORMATION, name = "Vendor Connectivity Information", operations = "R", value = { [0] = "text" } },
}

describe("object_connectivity_monitoring", function()
  local client

  before_each(function()
    device.load "object_connectivity_monitoring.lua"
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

  for _, resource in ipairs(device.offered("object_connectivity_monitoring.lua", resources)) do
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
  it("shows a server what the module sees of the network", function()
    local seen = {
      [RES_M_NETWORK_BEARER] = 6, [RES_M_AVAILABLE_NETWORK_BEARER] = { [0] = 6, [1] = 7 },
      [RES_M_RADIO_SIGNAL_STRENGTH] = -92, [RES_M_IP_ADDRESSES] = { [0] = "10.0.0.7" }, [RES_O_CELL_ID] = 123456789,
    }
    for res, value in pairs(seen) do
      device.host:write(INSTANCE .. "/" .. res, value)
      assert.same(value, (client:read(INSTANCE .. "/" .. res)))
    end
  end)

  it("tells an observer of a new signal strength", function()
    client:observe(INSTANCE .. "/" .. RES_M_RADIO_SIGNAL_STRENGTH)
    device.host:write(INSTANCE .. "/" .. RES_M_RADIO_SIGNAL_STRENGTH, -101)
    assert.equal(-101, client:notifications()[1].value)
  end)
  -- custom tests: end
end)
