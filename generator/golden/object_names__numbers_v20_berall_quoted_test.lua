-- object_names__numbers_v20_berall_quoted_test.lua: tests of object_names__numbers_v20_berall_quoted.lua, LwM2M Object 26300
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 559144724580c4b3

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

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_3_PHASE_A_B_PEAK, name = "3-Phase A/B (peak)", operations = "R", value = 21.5 },
  { id = RES_O_TRAILING_, name = "Trailing ", operations = "RW", value = "text" },
  { id = RES_O_CELEVEL, name = "CE_LEVEL", operations = "RW", value = 42 },
  { id = RES_O_TWICE_3_3, name = "Twice", operations = "RW", value = 42 },
  { id = RES_O_TWICE_4, name = "Twice", operations = "RW", value = 42 },
  { id = RES_O_TWICE_3, name = "Twice-3", operations = "RW", value = 42 },
  { id = RES_M_TWICE, name = "Twice", operations = "RW", value = 42 },
  { id = RES_O_7, name = "+.,_", operations = "RW", value = 42 },
  { id = RES_O_GRE_IN_C, name = "Größe in °C", operations = "R", value = 21.5 },
  { id = RES_O_BACKSLASH_QUOTE____SECONDLINE, name = "Back\\slash \"quote\" ]] --[[\010second\009line\013", operations = "RW", value = "text" },
  { id = RES_O_END, name = "end", operations = "E" },
}

describe("object_names__numbers_v20_berall_quoted", function()
  local client

  before_each(function()
    device.load "object_names__numbers_v20_berall_quoted.lua"
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

  for _, resource in ipairs(device.offered("object_names__numbers_v20_berall_quoted.lua", resources)) do
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
