-- object_every_type_test.lua: tests of object_every_type.lua, LwM2M Object 26301
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: f5d4b5a4ef862846

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

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_O_SINGLE_STRING, name = "Single String", operations = "RW", value = "text" },
  { id = RES_M_SINGLE_INTEGER, name = "Single Integer", operations = "R", value = 42 },
  { id = RES_O_SINGLE_FLOAT, name = "Single Float", operations = "W", value = 21.5 },
  { id = RES_M_SINGLE_BOOLEAN, name = "Single Boolean", operations = "", value = true },
  { id = RES_O_SINGLE_OPAQUE, name = "Single Opaque", operations = "RW", value = "\001\002\003" },
  { id = RES_M_SINGLE_TIME, name = "Single Time", operations = "RW", value = 1500000000 },
  { id = RES_O_SINGLE_OBJLNK, name = "Single Objlnk", operations = "R", value = "3:0" },
  { id = RES_M_SINGLE_UNSIGNED_INTEGER, name = "Single Unsigned Integer", operations = "RW", value = 42 },
  { id = RES_O_SINGLE_CORELNK, name = "Single Corelnk", operations = "R", value = "</3/0>" },
  { id = RES_M_SINGLE_NOTHING, name = "Single Nothing", operations = "RW", value = "text" },
  { id = RES_O_MULTIPLE_STRING, name = "Multiple String", operations = "RW", value = { [0] = "text" } },
  { id = RES_M_MULTIPLE_INTEGER, name = "Multiple Integer", operations = "R", value = { [0] = 42 } },
  { id = RES_O_MULTIPLE_FLOAT, name = "Multiple Float", operations = "W", value = { [0] = 21.5 } },
  { id = RES_M_MULTIPLE_BOOLEAN, name = "Multiple Boolean", operations = "", value = { [0] = true } },
  { id = RES_O_MULTIPLE_OPAQUE, name = "Multiple Opaque", operations = "RW", value = { [0] = "\001\002\003" } },
  { id = RES_M_MULTIPLE_TIME, name = "Multiple Time", operations = "RW", value = { [0] = 1500000000 } },
  { id = RES_O_MULTIPLE_OBJLNK, name = "Multiple Objlnk", operations = "R", value = { [0] = "3:0" } },
  { id = RES_M_MULTIPLE_UNSIGNED_INTEGER, name = "Multiple Unsigned Integer", operations = "RW", value = { [0] = 42 } },
  { id = RES_O_MULTIPLE_CORELNK, name = "Multiple Corelnk", operations = "R", value = { [0] = "</3/0>" } },
  { id = RES_M_MULTIPLE_NOTHING, name = "Multiple Nothing", operations = "RW", value = { [0] = "text" } },
  { id = RES_O_EXECUTE_, name = "Execute ", operations = "E" },
  { id = RES_O_EXECUTE_STRING, name = "Execute String", operations = "E" },
}

describe("object_every_type", function()
  local client

  before_each(function()
    device.load "object_every_type.lua"
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

  for _, resource in ipairs(device.offered("object_every_type.lua", resources)) do
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
  -- custom tests: end
end)
