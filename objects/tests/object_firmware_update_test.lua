-- object_firmware_update_test.lua: tests of object_firmware_update.lua, LwM2M Object 5
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 59eb882069a4bc5e

local SHORT_SERVER_ID = 123
local INSTANCE = "/5/0"
local UNKNOWN_INSTANCE = "/5/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PACKAGE = 0
local RES_M_PACKAGE_URI = 1
local RES_M_UPDATE = 2
local RES_M_STATE = 3
local RES_M_UPDATE_RESULT = 5
local RES_O_PKGNAME = 6
local RES_O_PKGVERSION = 7
local RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT = 8
local RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD = 9
local RES_O_CANCEL = 10

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_PACKAGE, name = "Package", operations = "W", type = "Opaque", mandatory = true, value = "\001\002\003" },
  { id = RES_M_PACKAGE_URI, name = "Package URI", operations = "RW", type = "String", mandatory = true, values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_M_UPDATE, name = "Update", operations = "E", mandatory = true },
  { id = RES_M_STATE, name = "State", operations = "R", type = "Integer", mandatory = true, values = { 0, 1, 3 } },
  { id = RES_M_UPDATE_RESULT, name = "Update Result", operations = "R", type = "Integer", mandatory = true, values = { 0, 5, 10 } },
  { id = RES_O_PKGNAME, name = "PkgName", operations = "R", type = "String", values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_O_PKGVERSION, name = "PkgVersion", operations = "R", type = "String", values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT, name = "Firmware Update Protocol Support", operations = "R", type = "Integer", multiple = true, values = { 0, 2, 5 } },
  { id = RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD, name = "Firmware Update Delivery Method", operations = "R", type = "Integer", mandatory = true, values = { 0, 1, 2 } },
  { id = RES_O_CANCEL, name = "Cancel", operations = "E" },
}

describe("object_firmware_update", function()
  local client

  before_each(function()
    device.load "object_firmware_update.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- Update and Cancel are for a package that is there.
  contract.before(function()
    device.host:write(INSTANCE .. "/" .. RES_M_STATE, 2)
  end)
  -- custom contract: end

  contract.test {
    object = "object_firmware_update", id = 5, name = "Firmware Update",
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
  local IDLE, DOWNLOADING, DOWNLOADED, UPDATING = 0, 1, 2, 3
  local NONE, SUCCESS, UPDATE_FAILED, CANCELLED = 0, 1, 8, 10
  local URI = "coaps://firmware.example.com/new"

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function go_to(state)
    device.host:write(path(RES_M_STATE), state)
  end

  local function fail(result)
    device.host:write(path(RES_M_UPDATE_RESULT), result)
  end

  local function expect(state, result)
    assert.equal(state, (client:read(path(RES_M_STATE))), "state")
    assert.equal(result, (client:read(path(RES_M_UPDATE_RESULT))), "result")
  end

  -- The tests of each Resource execute Update and Cancel, which is for a package that is there.
  before_each(function()
    go_to(DOWNLOADED)
  end)

  if device.offers("object_firmware_update.lua", RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT) then
    it("fetches by CoAP and HTTP, with and without security", function()
      assert.same({ [0] = 0, [1] = 1, [2] = 2, [3] = 3 }, (client:read(path(RES_O_FIRMWARE_UPDATE_PROTOCOL_SUPPORT))))
    end)
  end

  it("fetches the package itself", function()
    assert.equal(0, (device.host:read(path(RES_M_FIRMWARE_UPDATE_DELIVERY_METHOD))))
  end)

  it("stays where it is at a result of another state", function()
    go_to(IDLE)
    fail(SUCCESS)
    expect(IDLE, SUCCESS)
    go_to(DOWNLOADING)
    fail(UPDATE_FAILED)
    expect(DOWNLOADING, UPDATE_FAILED)
    go_to(UPDATING)
    fail(CANCELLED)
    expect(UPDATING, CANCELLED)
    fail(7)
    expect(UPDATING, 7)
    go_to(DOWNLOADED)
    fail(UPDATE_FAILED)
    expect(DOWNLOADED, UPDATE_FAILED)
  end)

  describe("that is idle", function()
    before_each(function()
      go_to(IDLE)
    end)

    it("downloads from a URI", function()
      fail(7)
      client:write(path(RES_M_PACKAGE_URI), URI)
      expect(DOWNLOADING, NONE)
    end)

    if device.offers("object_firmware_update.lua", RES_M_PACKAGE) then
      it("takes a package", function()
        client:write(path(RES_M_PACKAGE), "new firmware")
        expect(DOWNLOADING, NONE)
      end)
    end

    if device.offers("object_firmware_update.lua", RES_O_CANCEL) then
      it("has nothing to install and nothing to cancel", function()
        for _, res in ipairs { RES_M_UPDATE, RES_O_CANCEL } do
          assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(res))))
        end
        expect(IDLE, NONE)
      end)
    end
  end)

  describe("that downloads", function()
    before_each(function()
      go_to(DOWNLOADING)
    end)

    it("begins again with an empty URI", function()
      client:write(path(RES_M_PACKAGE_URI), "")
      expect(IDLE, NONE)
    end)

    if device.offers("object_firmware_update.lua", RES_M_PACKAGE) then
      it("begins again with a package of one zero byte", function()
        client:write(path(RES_M_PACKAGE), "\0")
        expect(IDLE, NONE)
      end)
    end

    for _, result in ipairs { 2, 3, 4, 5, 6, 7, 9 } do
      it("is idle again after failure " .. result, function()
        fail(result)
        expect(IDLE, result)
      end)
    end

    it("installs nothing yet", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_M_UPDATE))))
      expect(DOWNLOADING, NONE)
    end)

    if device.offers("object_firmware_update.lua", RES_O_CANCEL) then
      it("can be cancelled", function()
        assert.equal(coap.COAP_204_CHANGED, (client:execute(path(RES_O_CANCEL))))
        expect(IDLE, CANCELLED)
      end)
    end
  end)

  describe("that has downloaded", function()
    it("installs when a server says so", function()
      assert.equal(coap.COAP_204_CHANGED, (client:execute(path(RES_M_UPDATE))))
      expect(UPDATING, NONE)
    end)

    it("downloads another package instead", function()
      client:write(path(RES_M_PACKAGE_URI), URI)
      expect(DOWNLOADING, NONE)
    end)

    if device.offers("object_firmware_update.lua", RES_O_CANCEL) then
      it("can be cancelled, and begun again", function()
        client:execute(path(RES_O_CANCEL))
        expect(IDLE, CANCELLED)
        client:write(path(RES_M_PACKAGE_URI), URI)
        client:write(path(RES_M_PACKAGE_URI), "")
        expect(IDLE, NONE)
      end)
    end
  end)

  describe("that installs", function()
    before_each(function()
      client:execute(path(RES_M_UPDATE))
    end)

    it("is idle after success", function()
      fail(SUCCESS)
      expect(IDLE, SUCCESS)
    end)

    it("can be tried again after failure", function()
      fail(UPDATE_FAILED)
      expect(DOWNLOADED, UPDATE_FAILED)
      assert.equal(coap.COAP_204_CHANGED, (client:execute(path(RES_M_UPDATE))))
      expect(UPDATING, NONE)
    end)

    if device.offers("object_firmware_update.lua", RES_O_CANCEL) then
      it("is not disturbed", function()
        client:write(path(RES_M_PACKAGE_URI), "")
        client:write(path(RES_M_PACKAGE), "other firmware")
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_M_UPDATE))))
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path(RES_O_CANCEL))))
        expect(UPDATING, NONE)
      end)
    end
  end)
  -- custom tests: end
end)
