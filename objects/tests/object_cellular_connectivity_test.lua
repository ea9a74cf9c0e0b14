-- object_cellular_connectivity_test.lua: tests of object_cellular_connectivity.lua, LwM2M Object 10
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: f8d2a8f106261702

local SHORT_SERVER_ID = 123
local INSTANCE = "/10/0"
local UNKNOWN_INSTANCE = "/10/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_O_SMSC_ADDRESS = 0
local RES_O_DISABLE_RADIO_PERIOD = 1
local RES_O_MODULE_ACTIVATION_CODE = 2
local RES_O_VENDOR_SPECIFIC_EXTENSIONS = 3
local RES_O_PSM_TIMER_1 = 4
local RES_O_ACTIVE_TIMER_1 = 5
local RES_O_SERVING_PLMN_RATE_CONTROL = 6
local RES_O_EDRX_PARAMETERS_FOR_IU_MODE_1 = 7
local RES_O_EDRX_PARAMETERS_FOR_WB_S1_MODE_1 = 8
local RES_O_EDRX_PARAMETERS_FOR_NB_S1_MODE_1 = 9
local RES_O_EDRX_PARAMETERS_FOR_A_GB_MODE_1 = 10
local RES_M_ACTIVATED_PROFILE_NAMES = 11

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_O_SMSC_ADDRESS, name = "SMSC address", operations = "RW", value = "text" },
  { id = RES_O_DISABLE_RADIO_PERIOD, name = "Disable radio period", operations = "RW", value = 42 },
  { id = RES_O_MODULE_ACTIVATION_CODE, name = "Module activation code", operations = "RW", value = "text" },
  { id = RES_O_VENDOR_SPECIFIC_EXTENSIONS, name = "Vendor specific extensions", operations = "R", value = "3:0" },
  { id = RES_O_PSM_TIMER_1, name = "PSM Timer (1)", operations = "RW", value = 42 },
  { id = RES_O_ACTIVE_TIMER_1, name = "Active Timer (1)", operations = "RW", value = 42 },
  { id = RES_O_SERVING_PLMN_RATE_CONTROL, name = "Serving PLMN Rate control", operations = "R", value = 42 },
  { id = RES_O_EDRX_PARAMETERS_FOR_IU_MODE_1, name = "eDRX parameters for Iu mode (1)", operations = "RW", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_WB_S1_MODE_1, name = "eDRX parameters for WB-S1 mode (1)", operations = "RW", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_NB_S1_MODE_1, name = "eDRX parameters for NB-S1 mode (1)", operations = "RW", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_A_GB_MODE_1, name = "eDRX parameters for A/Gb mode (1)", operations = "RW", value = "\001\002\003" },
  { id = RES_M_ACTIVATED_PROFILE_NAMES, name = "Activated Profile Names", operations = "R", value = { [0] = "3:0" } },
}

describe("object_cellular_connectivity", function()
  local client

  before_each(function()
    device.load "object_cellular_connectivity.lua"
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

  for _, resource in ipairs(device.offered("object_cellular_connectivity.lua", resources)) do
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
  it("takes the timers of power saving from a server", function()
    local timers = { [RES_O_PSM_TIMER_1] = 3600, [RES_O_ACTIVE_TIMER_1] = 20 }
    client:write(INSTANCE, timers)
    for res, seconds in pairs(timers) do
      assert.equal(seconds, (device.host:read(INSTANCE .. "/" .. res)))
    end
  end)
  -- custom tests: end
end)
