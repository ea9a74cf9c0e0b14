-- object_cellular_connectivity_test.lua: tests of object_cellular_connectivity.lua, LwM2M Object 10
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: fd8d6424b24fdfed

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

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_O_SMSC_ADDRESS, name = "SMSC address", operations = "RW", type = "String", value = "text" },
  { id = RES_O_DISABLE_RADIO_PERIOD, name = "Disable radio period", operations = "RW", type = "Integer", values = { 0, 32767, 65535 } },
  { id = RES_O_MODULE_ACTIVATION_CODE, name = "Module activation code", operations = "RW", type = "String", value = "text" },
  { id = RES_O_VENDOR_SPECIFIC_EXTENSIONS, name = "Vendor specific extensions", operations = "R", type = "Objlnk", value = "3:0" },
  { id = RES_O_PSM_TIMER_1, name = "PSM Timer (1)", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_ACTIVE_TIMER_1, name = "Active Timer (1)", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_SERVING_PLMN_RATE_CONTROL, name = "Serving PLMN Rate control", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_EDRX_PARAMETERS_FOR_IU_MODE_1, name = "eDRX parameters for Iu mode (1)", operations = "RW", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_WB_S1_MODE_1, name = "eDRX parameters for WB-S1 mode (1)", operations = "RW", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_NB_S1_MODE_1, name = "eDRX parameters for NB-S1 mode (1)", operations = "RW", type = "Opaque", value = "\001\002\003" },
  { id = RES_O_EDRX_PARAMETERS_FOR_A_GB_MODE_1, name = "eDRX parameters for A/Gb mode (1)", operations = "RW", type = "Opaque", value = "\001\002\003" },
  { id = RES_M_ACTIVATED_PROFILE_NAMES, name = "Activated Profile Names", operations = "R", type = "Objlnk", multiple = true, mandatory = true, value = "3:0" },
}

describe("object_cellular_connectivity", function()
  local client

  before_each(function()
    device.load "object_cellular_connectivity.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_cellular_connectivity", id = 10, name = "LWM2M Cellular Connectivity",
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
  it("takes the timers of power saving from a server", function()
    local timers = { [RES_O_PSM_TIMER_1] = 3600, [RES_O_ACTIVE_TIMER_1] = 20 }
    client:write(INSTANCE, timers)
    for res, seconds in pairs(timers) do
      assert.equal(seconds, (device.host:read(INSTANCE .. "/" .. res)))
    end
  end)
  -- custom tests: end
end)
