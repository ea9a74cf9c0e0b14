-- object_application_update_test.lua: tests of object_application_update.lua, LwM2M Object 26244
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: a5354578f6487b6c

local SHORT_SERVER_ID = 123
local INSTANCE = "/26244/0"
local UNKNOWN_INSTANCE = "/26244/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PACKAGE_URI = 0
local RES_M_STATE = 1
local RES_M_RESULT = 2
local RES_M_INSTALL = 3
local RES_O_CANCEL = 4
local RES_O_ATTEMPTS = 5

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_PACKAGE_URI, name = "Package URI", operations = "RW", type = "String", mandatory = true, values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstu" } },
  { id = RES_M_STATE, name = "State", operations = "R", type = "Integer", mandatory = true, values = { 0, 1, 3 } },
  { id = RES_M_RESULT, name = "Result", operations = "R", type = "Integer", mandatory = true, values = { 0, 1, 3 } },
  { id = RES_M_INSTALL, name = "Install", operations = "E", mandatory = true },
  { id = RES_O_CANCEL, name = "Cancel", operations = "E" },
  { id = RES_O_ATTEMPTS, name = "Attempts", operations = "R", type = "Integer", value = 42 },
}

describe("object_application_update", function()
  local client

  before_each(function()
    device.load "object_application_update.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- Install and Cancel are for a file that is there, and the host says what fits to it.
  contract.before(function()
    device.host:write(INSTANCE .. "/" .. RES_M_PACKAGE_URI, "coaps://files.example.com/app")
    device.host:write(INSTANCE .. "/" .. RES_M_STATE, 2)
  end)
  contract.value(RES_M_STATE, 2)
  contract.value(RES_M_RESULT, 2)
  -- custom contract: end

  contract.test {
    object = "object_application_update", id = 26244, name = "Application Update",
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
  local IDLE, DOWNLOADING, DOWNLOADED, INSTALLING = 0, 1, 2, 3
  local NONE, INSTALLED, FAILED, CANCELLED = 0, 1, 2, 3
  local URI = "coaps://files.example.com/app"

  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function write_uri(uri)
    return (client:write(path(RES_M_PACKAGE_URI), uri))
  end

  local function say_state(state)
    return (device.host:write(path(RES_M_STATE), state))
  end

  local function say_result(result)
    return (device.host:write(path(RES_M_RESULT), result))
  end

  local function execute(res)
    return (client:execute(path(res)))
  end

  local function expect(state, result, urcs)
    assert.equal(state, (client:read(path(RES_M_STATE))), "state")
    assert.equal(result, (client:read(path(RES_M_RESULT))), "result")
    assert.same(urcs or {}, device.urcs())
  end

  -- The tests of each Resource execute Install and Cancel, which are for a file that is there.
  before_each(function()
    write_uri(URI)
    say_state(DOWNLOADED)
    device.clear()
  end)

  describe("that is idle", function()
    before_each(function()
      execute(RES_O_CANCEL)
      write_uri ""
      device.clear()
    end)

    it("tells the host what to fetch", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri(URI))
      expect(DOWNLOADING, NONE, { "update: fetch " .. URI })
      assert.equal(2, (client:read(path(RES_O_ATTEMPTS))))
    end)

    it("tells a module with pulses, too", function()
      device.product = "SARA-R422S-01B"
      write_uri(URI)
      expect(DOWNLOADING, NONE, { "update: fetch " .. URI })
    end)

    it("has nothing to give up", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri "")
      expect(IDLE, NONE)
    end)

    it("refuses what is for later", function()
      for _, res in ipairs { RES_M_INSTALL, RES_O_CANCEL } do
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(res))
      end
      for _, state in ipairs { DOWNLOADING, DOWNLOADED, INSTALLING } do
        assert.equal(coap.COAP_400_BAD_REQUEST, say_state(state))
      end
      for _, result in ipairs { NONE, INSTALLED, FAILED, CANCELLED } do
        assert.equal(coap.COAP_400_BAD_REQUEST, say_result(result))
      end
      expect(IDLE, NONE)
    end)

    it("takes a URI of 255 bytes and no longer one", function()
      assert.equal(coap.COAP_400_BAD_REQUEST, write_uri(string.rep("x", 256)))
      expect(IDLE, NONE)
      assert.equal(coap.COAP_204_CHANGED, write_uri(string.rep("x", 255)))
    end)
  end)

  describe("that downloads", function()
    before_each(function()
      write_uri(URI)
      device.clear()
    end)

    it("installs nothing yet", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_M_INSTALL))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(INSTALLING))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_result(INSTALLED))
      expect(DOWNLOADING, NONE)
    end)

    it("is done when the host says so", function()
      assert.equal(coap.COAP_204_CHANGED, say_state(DOWNLOADED))
      expect(DOWNLOADED, NONE)
    end)

    it("fails when the host says so", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(FAILED))
      expect(IDLE, FAILED)
    end)

    it("stops with an empty URI, and with Cancel", function()
      assert.equal(coap.COAP_204_CHANGED, write_uri "")
      expect(IDLE, CANCELLED, { "update: stop" })
      write_uri(URI)
      assert.equal(coap.COAP_204_CHANGED, execute(RES_O_CANCEL))
      expect(IDLE, CANCELLED, { "update: stop", "update: fetch " .. URI, "update: stop" })
    end)

    it("has failed after a restart", function()
      object_application_update.load(utils_copy_table(object_application_update.get_object_table()))
      expect(IDLE, FAILED)
    end)
  end)

  describe("that has downloaded", function()
    it("installs when a server says so", function()
      assert.equal(coap.COAP_204_CHANGED, execute(RES_M_INSTALL))
      expect(INSTALLING, NONE, { "update: install" })
    end)

    it("still has the file after a restart", function()
      object_application_update.load(utils_copy_table(object_application_update.get_object_table()))
      expect(DOWNLOADED, NONE)
    end)

    it("goes back to no earlier state", function()
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(DOWNLOADING))
      assert.equal(coap.COAP_400_BAD_REQUEST, say_state(IDLE))
      expect(DOWNLOADED, NONE)
    end)
  end)

  describe("that installs", function()
    before_each(function()
      execute(RES_M_INSTALL)
      device.clear()
    end)

    it("is not disturbed", function()
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, write_uri "")
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_M_INSTALL))
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, execute(RES_O_CANCEL))
      expect(INSTALLING, NONE)
      assert.equal(URI, (client:read(path(RES_M_PACKAGE_URI))))
    end)

    it("is idle with the result that the host says", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(INSTALLED))
      expect(IDLE, INSTALLED)
    end)

    it("may fail", function()
      assert.equal(coap.COAP_204_CHANGED, say_result(FAILED))
      expect(IDLE, FAILED)
    end)
  end)
  -- custom tests: end
end)
