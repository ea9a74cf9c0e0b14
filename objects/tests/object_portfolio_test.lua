-- object_portfolio_test.lua: tests of object_portfolio.lua, LwM2M Object 16
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 47b47e2c4b05bd47

local SHORT_SERVER_ID = 123
local INSTANCE = "/16/0"
local UNKNOWN_INSTANCE = "/16/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_IDENTITY = 0
local RES_O_GETAUTHDATA = 1
local RES_O_AUTHDATA = 2
local RES_O_AUTHSTATUS = 3

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_IDENTITY, name = "Identity", operations = "RW", type = "String", multiple = true, mandatory = true, value = "text" },
  { id = RES_O_GETAUTHDATA, name = "GetAuthData", operations = "E" },
  { id = RES_O_AUTHDATA, name = "AuthData", operations = "R", type = "Opaque", multiple = true, value = "\001\002\003" },
  { id = RES_O_AUTHSTATUS, name = "AuthStatus", operations = "R", type = "Integer", values = { 0, 1, 2 } },
}

describe("object_portfolio", function()
  local client

  before_each(function()
    device.load "object_portfolio.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_portfolio", id = 16, name = "Portfolio",
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
  it("keeps the texts of the end device", function()
    local texts = { [0] = "0042", [1] = "Example Works", [2] = "Lamp", [3] = "1.0" }
    device.host:write(INSTANCE .. "/" .. RES_M_IDENTITY, texts)
    assert.same(texts, (client:read(INSTANCE .. "/" .. RES_M_IDENTITY)))
    client:write(INSTANCE .. "/" .. RES_M_IDENTITY, { [3] = "1.1" })
    assert.equal("1.1", (device.host:read(INSTANCE .. "/" .. RES_M_IDENTITY))[3])
  end)

  if device.offers("object_portfolio.lua", RES_O_AUTHDATA, RES_O_AUTHSTATUS, RES_O_GETAUTHDATA) then
    it("has no proof of them", function()
      device.host:write(INSTANCE, { [RES_O_AUTHDATA] = { [0] = "proof" }, [RES_O_AUTHSTATUS] = 1 })
      client:execute(INSTANCE .. "/" .. RES_O_GETAUTHDATA)
      assert.same({}, (client:read(INSTANCE .. "/" .. RES_O_AUTHDATA)))
      assert.equal(0, (client:read(INSTANCE .. "/" .. RES_O_AUTHSTATUS)))
    end)
  end
  -- custom tests: end
end)
