-- object_names__numbers_v20_berall_quoted_test.lua: tests of object_names__numbers_v20_berall_quoted.lua, LwM2M Object 26300
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 1c7d68cbf1b31ecc

local SHORT_SERVER_ID = 123
local INSTANCE = "/26300/0"
local UNKNOWN_INSTANCE = "/26300/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65533"

local RES_M_3_PHASE_A_B_PEAK = 0
local RES_O_TRAILING_ = 1
local RES_O_CELEVEL = 2
local RES_O_TWICE_3_3 = 3
local RES_O_TWICE_4 = 4
local RES_O_TWICE_3 = 5
local RES_M_TWICE = 6
local RES_O_7 = 7
local RES_O_GRE_IN_C = 8
local RES_O_BACKSLASH_QUOTE____SECONDLINE = 9
local RES_O_END = 65534

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_3_PHASE_A_B_PEAK, name = "3-Phase A/B (peak)", operations = "R", type = "Float", mandatory = true, value = 21.5 },
  { id = RES_O_TRAILING_, name = "Trailing ", operations = "RW", type = "String", value = "text" },
  { id = RES_O_CELEVEL, name = "CE_LEVEL", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_TWICE_3_3, name = "Twice", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_TWICE_4, name = "Twice", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_TWICE_3, name = "Twice-3", operations = "RW", type = "Integer", value = 42 },
  { id = RES_M_TWICE, name = "Twice", operations = "RW", type = "Integer", mandatory = true, value = 42 },
  { id = RES_O_7, name = "+.,_", operations = "RW", type = "Integer", value = 42 },
  { id = RES_O_GRE_IN_C, name = "Größe in °C", operations = "R", type = "Float", value = 21.5 },
  { id = RES_O_BACKSLASH_QUOTE____SECONDLINE, name = "Back\\slash \"quote\" ]] --[[\010second\009line\013", operations = "RW", type = "String", value = "text" },
  { id = RES_O_END, name = "end", operations = "E" },
}

describe("object_names__numbers_v20_berall_quoted", function()
  local client

  before_each(function()
    device.load "object_names__numbers_v20_berall_quoted.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_names__numbers_v20_berall_quoted", id = 26300, name = " Names & Numbers/v2.0-Überall \"quoted\"",
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
  -- custom tests: end
end)
