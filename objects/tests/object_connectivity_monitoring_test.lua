-- object_connectivity_monitoring_test.lua: tests of object_connectivity_monitoring.lua, LwM2M Object 4
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 879a1c273d942457

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

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_NETWORK_BEARER, name = "Network Bearer", operations = "R", type = "Integer", mandatory = true, values = { 0, 25, 50 } },
  { id = RES_M_AVAILABLE_NETWORK_BEARER, name = "Available Network Bearer", operations = "R", type = "Integer", multiple = true, mandatory = true, values = { 0, 25, 50 } },
  { id = RES_M_RADIO_SIGNAL_STRENGTH, name = "Radio Signal Strength", operations = "R", type = "Integer", mandatory = true, value = 42 },
  { id = RES_O_LINK_QUALITY, name = "Link Quality", operations = "R", type = "Integer", value = 42 },
  { id = RES_M_IP_ADDRESSES, name = "IP Addresses", operations = "R", type = "String", multiple = true, mandatory = true, value = "text" },
  { id = RES_O_ROUTER_IP_ADDRESSES, name = "Router IP Addresses", operations = "R", type = "String", multiple = true, value = "text" },
  { id = RES_O_LINK_UTILIZATION, name = "Link Utilization", operations = "R", type = "Integer", values = { 0, 50, 100 } },
  { id = RES_O_APN, name = "APN", operations = "R", type = "String", multiple = true, value = "text" },
  { id = RES_O_CELL_ID, name = "Cell ID", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_SMNC, name = "SMNC", operations = "R", type = "Integer", values = { 0, 499, 999 } },
  { id = RES_O_SMCC, name = "SMCC", operations = "R", type = "Integer", values = { 0, 499, 999 } },
  { id = RES_O_VENDOR_CONNECTIVITY_INFORMATION, name = "Vendor Connectivity Information", operations = "R", type = "String", multiple = true, value = "text" },
}

describe("object_connectivity_monitoring", function()
  local client

  before_each(function()
    device.load "object_connectivity_monitoring.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_connectivity_monitoring", id = 4, name = "Connectivity Monitoring",
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
