-- object_chunk_store_test.lua: tests of object_chunk_store.lua, LwM2M Object 26245
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: aeb2778fa12ed5af

local SHORT_SERVER_ID = 123
local INSTANCE = "/26245/0"
local UNKNOWN_INSTANCE = "/26245/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_NAME = 0
local RES_M_SIZE = 1
local RES_M_CHUNKS = 2
local RES_M_RECEIVED = 3
local RES_M_COMPLETE = 4
local RES_O_CHECKSUM = 5
local RES_O_CLEAR = 6

-- What the definition says of each resource, and values that it takes.
local resources = {
  { id = RES_M_NAME, name = "Name", operations = "RW", type = "String", mandatory = true, values = { "", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl" } },
  { id = RES_M_SIZE, name = "Size", operations = "RW", type = "Integer", mandatory = true, values = { 0, 2048, 4096 } },
  { id = RES_M_CHUNKS, name = "Chunks", operations = "RW", type = "Opaque", multiple = true, mandatory = true, values = { "", "\000%Joîπﬁ\003(Mróº·\006+Puöø‰\009.Sxù¬Á\0121V{†≈Í\0154Y~£»Ì\0187\\Å¶À\021:_Ñ©ŒÛ\024=bá¨—ˆ\027@eäØ‘˘\030Chç≤◊¸!Fkêµ⁄ˇ$Inì∏›\002'Lqñª‡\005*Otôæ„\008-Rwú¡Ê\0110UzüƒÈ\0143X}¢«Ï\0176[Ä• Ô\0209^É®ÕÚ\023<aÜ´–ı\026?dâÆ”¯\029Bgå±÷˚ Ejè¥Ÿ˛#Hmí∑‹\001&Kpï∫ﬂ\004)NsòΩ‚\007,Qvõ¿Â\010/Tyû√Ë\0132W|°∆Î\0165Z\127§…Ó\0198]ÇßÃÒ\022;`Ö™œÙ\025>cà≠“˜\028Afã∞’˙\031Dié≥ÿ˝\"Glë∂€\000%Joîπﬁ\003(Mróº·\006+Puöø‰\009.Sxù¬Á\0121V{†≈Í\0154Y~£»Ì\0187\\Å¶À\021:_Ñ©ŒÛ\024=bá¨—ˆ\027@eäØ‘˘\030Chç≤◊¸!Fkêµ⁄ˇ$Inì∏›\002'Lqñª‡\005*Otôæ„\008-Rwú¡Ê\0110UzüƒÈ\0143X}¢«Ï\0176[Ä• Ô\0209^É®ÕÚ\023<aÜ´–ı\026?dâÆ”¯\029Bgå±÷˚ Ejè¥Ÿ˛#Hmí∑‹\001&Kpï∫ﬂ\004)NsòΩ‚\007,Qvõ¿Â\010/Tyû√Ë\0132W|°∆Î\0165Z\127§…Ó\0198]ÇßÃÒ\022;`Ö™œÙ\025>cà≠“˜\028Afã∞’˙\031Dié≥ÿ˝\"Glë∂€" } },
  { id = RES_M_RECEIVED, name = "Received", operations = "R", type = "Integer", mandatory = true, value = 42 },
  { id = RES_M_COMPLETE, name = "Complete", operations = "R", type = "Boolean", mandatory = true, value = true },
  { id = RES_O_CHECKSUM, name = "Checksum", operations = "R", type = "Integer", value = 42 },
  { id = RES_O_CLEAR, name = "Clear", operations = "E" },
}

describe("object_chunk_store", function()
  local client

  before_each(function()
    device.load "object_chunk_store.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  -- what the Object does otherwise than its definition says, on purpose: contract.refuse, contract.computed,
  -- contract.value, contract.start, contract.before, contract.skip
  -- custom contract: your code between these two lines is kept
  -- custom contract: end

  contract.test {
    object = "object_chunk_store", id = 26245, name = "Chunk Store",
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
  local function path(res)
    return INSTANCE .. "/" .. res
  end

  local function write(chunks)
    return (client:write(path(RES_M_CHUNKS), chunks))
  end

  local function expect(received, is_complete, checksum)
    assert.equal(received, (client:read(path(RES_M_RECEIVED))), "received")
    assert.equal(is_complete, (client:read(path(RES_M_COMPLETE))), "complete")
    assert.equal(checksum, (client:read(path(RES_O_CHECKSUM))), "checksum")
  end

  describe("of nine bytes", function()
    before_each(function()
      client:write(path(RES_M_SIZE), 9)
    end)

    it("is complete with its last piece, in whatever order", function()
      write { [2] = "dia" }
      write { [0] = "Wik" }
      expect(6, false, 0)
      assert.same({}, device.urcs())
      assert.equal(coap.COAP_204_CHANGED, write { [1] = "ipe" })
      expect(9, true, 0x11E60398)
      assert.same({ "store 0 complete: 9 bytes, 11e60398" }, device.urcs())
    end)

    it("tells the host once", function()
      write { [0] = "Wikipedia" }
      write { [0] = "Wikipedia" }
      assert.equal(1, #device.urcs())
    end)

    it("is not complete with a gap", function()
      write { [0] = "Wiki", [2] = "pedia" }
      expect(9, false, 0)
    end)

    it("takes no byte more, and keeps what is there", function()
      write { [0] = "Wiki" }
      assert.equal(coap.COAP_400_BAD_REQUEST, write { [1] = "pedias" })
      assert.same({ [0] = "Wiki" }, (client:read(path(RES_M_CHUNKS))))
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_CHUNKS), { [1] = "123456789" }, { replace = true })))
      expect(9, false, 0)
    end)

    it("is made no smaller than what is there", function()
      write { [0] = "Wiki" }
      assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(RES_M_SIZE), 3)))
      assert.equal(9, (client:read(path(RES_M_SIZE))))
      assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_SIZE), 4)))
      expect(4, true, 0x03DA0195)
    end)

    it("forgets its pieces", function()
      write { [0] = "Wikipedia" }
      client:execute(path(RES_O_CLEAR))
      expect(0, false, 0)
      assert.same({}, (client:read(path(RES_M_CHUNKS))))
      write { [0] = "Wikipedia" }
      assert.equal(2, #device.urcs())
    end)
  end)

  it("sums up large files, and tells a module with pulses, too", function()
    device.product = "SARA-R422S-01B"
    local piece = string.rep("\255", 512)
    client:write(path(RES_M_SIZE), 1024)
    write { [0] = piece, [1] = piece }
    expect(1024, true, 0x79A6FC2E)
    assert.same({ "store 0 complete: 1024 bytes, 79a6fc2e" }, device.urcs())
  end)

  it("may be of one byte", function()
    client:write(path(RES_M_SIZE), 1)
    assert.equal(coap.COAP_400_BAD_REQUEST, write { [0] = "ab" })
    write { [0] = "a" }
    expect(1, true, 0x00620062)
  end)

  it("is of no single byte where there are two", function()
    write { [0] = "ab" }
    assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(RES_M_SIZE), 1)))
    expect(2, false, 0)
  end)

  it("takes its pieces under ids alone", function()
    local code = object_chunk_store.write(0, RES_M_CHUNKS, lwm2m_interface_type.LWM2M_DM_INTERFACE, true, "a")
    assert.equal(coap.COAP_400_BAD_REQUEST, code)
    expect(0, false, 0)
  end)

  it("is not complete while its size is unknown", function()
    write { [0] = "Wiki" }
    expect(4, false, 0)
    assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_SIZE), 0)))
    expect(4, false, 0)
  end)

  it("takes 16 pieces of 512 bytes, and 4096 bytes in all", function()
    local piece = string.rep("x", 512)
    assert.equal(coap.COAP_204_CHANGED, write { [15] = piece })
    assert.equal(coap.COAP_400_BAD_REQUEST, write { [16] = "x" })
    assert.equal(coap.COAP_400_BAD_REQUEST, write { [0] = piece .. "x" })
    local chunks = {}
    for id = 0, 6 do
      chunks[id] = piece
    end
    assert.equal(coap.COAP_204_CHANGED, write(chunks))
    expect(4096, false, 0)
    assert.equal(coap.COAP_400_BAD_REQUEST, write { [7] = "x" })
    expect(4096, false, 0)
  end)

  it("has bounds for name and size", function()
    for _, size in ipairs { -1, 4097 } do
      assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(RES_M_SIZE), size)))
    end
    assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_SIZE), 4096)))
    assert.equal(coap.COAP_400_BAD_REQUEST, (client:write(path(RES_M_NAME), string.rep("x", 65))))
    assert.equal(coap.COAP_204_CHANGED, (client:write(path(RES_M_NAME), string.rep("x", 64))))
  end)

  it("has no file of no size", function()
    write { [0] = "abc" }
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(path(RES_M_CHUNKS), {}, { replace = true })))
    expect(0, false, 0)
    assert.same({}, device.urcs())
  end)
  -- custom tests: end
end)
