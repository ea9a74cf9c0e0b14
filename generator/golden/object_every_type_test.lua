-- object_every_type_test.lua: tests of object_every_type.lua, LwM2M Object 26301
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 14e9b6156b36cc78

local SHORT_SERVER_ID = 123
local INSTANCE = "/26301/0"
local UNKNOWN_INSTANCE = "/26301/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_O_SINGLE_STRING = 0
local RES_M_SINGLE_INTEGER = 1
local RES_O_SINGLE_FLOAT = 2
local RES_M_SINGLE_BOOLEAN = 3
local RES_O_SINGLE_OPAQUE = 4
local RES_M_SINGLE_TIME = 5
local RES_O_SINGLE_OBJLNK = 6
local RES_M_SINGLE_UNSIGNED_INTEGER = 7
local RES_O_SINGLE_CORELNK = 8
local RES_M_SINGLE_NOTHING = 9
local RES_O_MULTIPLE_STRING = 10
local RES_M_MULTIPLE_INTEGER = 11
local RES_O_MULTIPLE_FLOAT = 12
local RES_M_MULTIPLE_BOOLEAN = 13
local RES_O_MULTIPLE_OPAQUE = 14
local RES_M_MULTIPLE_TIME = 15
local RES_O_MULTIPLE_OBJLNK = 16
local RES_M_MULTIPLE_UNSIGNED_INTEGER = 17
local RES_O_MULTIPLE_CORELNK = 18
local RES_M_MULTIPLE_NOTHING = 19
local RES_O_EXECUTE_ = 20
local RES_O_EXECUTE_STRING = 21

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_O_SINGLE_STRING, name = "Single String", operations = "RW", type = "String", value = "text" },
  { id = RES_M_SINGLE_INTEGER, name = "Single Integer", operations = "R", type = "Integer", mandatory = true, value = 42 },
  { id = RES_O_SINGLE_FLOAT, name = "Single Float", operations = "W", type = "Float", value = 21.5 },
  { id = RES_M_SINGLE_BOOLEAN, name = "Single Boolean", operations = "", type = "Boolean", mandatory = true, value = true },
  { id = RES_O_SINGLE_OPAQUE, name = "Single Opaque", operations = "RW", type = "Opaque", value = "\001\002\003" },
  { id = RES_M_SINGLE_TIME, name = "Single Time", operations = "RW", type = "Time", mandatory = true, value = 1500000000 },
  { id = RES_O_SINGLE_OBJLNK, name = "Single Objlnk", operations = "R", type = "Objlnk", value = "3:0" },
  { id = RES_M_SINGLE_UNSIGNED_INTEGER, name = "Single Unsigned Integer", operations = "RW", type = "Unsigned Integer", mandatory = true, value = 42 },
  { id = RES_O_SINGLE_CORELNK, name = "Single Corelnk", operations = "R", type = "Corelnk", value = "</3/0>" },
  { id = RES_M_SINGLE_NOTHING, name = "Single Nothing", operations = "RW", mandatory = true, value = "text" },
  { id = RES_O_MULTIPLE_STRING, name = "Multiple String", operations = "RW", type = "String", multiple = true, value = "text" },
  { id = RES_M_MULTIPLE_INTEGER, name = "Multiple Integer", operations = "R", type = "Integer", multiple = true, mandatory = true, value = 42 },
  { id = RES_O_MULTIPLE_FLOAT, name = "Multiple Float", operations = "W", type = "Float", multiple = true, value = 21.5 },
  { id = RES_M_MULTIPLE_BOOLEAN, name = "Multiple Boolean", operations = "", type = "Boolean", multiple = true, mandatory = true, value = true },
  { id = RES_O_MULTIPLE_OPAQUE, name = "Multiple Opaque", operations = "RW", type = "Opaque", multiple = true, value = "\001\002\003" },
  { id = RES_M_MULTIPLE_TIME, name = "Multiple Time", operations = "RW", type = "Time", multiple = true, mandatory = true, value = 1500000000 },
  { id = RES_O_MULTIPLE_OBJLNK, name = "Multiple Objlnk", operations = "R", type = "Objlnk", multiple = true, value = "3:0" },
  { id = RES_M_MULTIPLE_UNSIGNED_INTEGER, name = "Multiple Unsigned Integer", operations = "RW", type = "Unsigned Integer", multiple = true, mandatory = true, value = 42 },
  { id = RES_O_MULTIPLE_CORELNK, name = "Multiple Corelnk", operations = "R", type = "Corelnk", multiple = true, value = "</3/0>" },
  { id = RES_M_MULTIPLE_NOTHING, name = "Multiple Nothing", operations = "RW", multiple = true, mandatory = true, value = "text" },
  { id = RES_O_EXECUTE_, name = "Execute ", operations = "E" },
  { id = RES_O_EXECUTE_STRING, name = "Execute String", operations = "E", type = "String" },
}

describe("object_every_type", function()
  local client

  before_each(function()
    device.load "object_every_type.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_every_type", id = 26301, name = "Every Type",
    lwm2m_version = "1.1", object_version = "2.0",
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
