-- object_second_of_two_test.lua: tests of object_second_of_two.lua, LwM2M Object 26303
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 491615d79e6429f7

local SHORT_SERVER_ID = 123
local INSTANCE = "/26303/0"
local UNKNOWN_INSTANCE = "/26303/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_START = 0

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_START, name = "Start", operations = "E", mandatory = true },
}

describe("object_second_of_two", function()
  local client

  before_each(function()
    device.load "object_second_of_two.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_second_of_two", id = 26303, name = "Second of Two",
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
