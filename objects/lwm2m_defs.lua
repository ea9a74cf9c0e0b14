-- The numbers that Objects know by name.

-- Results of an operation, as the byte that CoAP carries: class * 32 + detail (RFC 7252, section 12.1.2).
coap = {
  COAP_NO_ERROR = 0,
  COAP_IGNORE = 1,
  COAP_201_CREATED = 65,
  COAP_202_DELETED = 66,
  COAP_203_VALID = 67,
  COAP_204_CHANGED = 68,
  COAP_205_CONTENT = 69,
  COAP_231_CONTINUE = 95,
  COAP_400_BAD_REQUEST = 128,
  COAP_401_UNAUTHORIZED = 129,
  COAP_402_BAD_OPTION = 130,
  COAP_403_FORBIDDEN = 131,
  COAP_404_NOT_FOUND = 132,
  COAP_405_METHOD_NOT_ALLOWED = 133,
  COAP_406_NOT_ACCEPTABLE = 134,
  COAP_408_REQ_ENTITY_INCOMPLETE = 136,
  COAP_409_CONFLICT = 137,
  COAP_412_PRECONDITION_FAILED = 140,
  COAP_413_ENTITY_TOO_LARGE = 141,
  COAP_415_UNSUPPORTED_CONTENT_FORMAT = 143,
  COAP_500_INTERNAL_SERVER_ERROR = 160,
  COAP_501_NOT_IMPLEMENTED = 161,
  COAP_502_BAD_GATEWAY = 162,
  COAP_503_SERVICE_UNAVAILABLE = 163,
  COAP_504_GATEWAY_TIMEOUT = 164,
  COAP_505_PROXYING_NOT_SUPPORTED = 165,
}

-- Who asks, in `write`. Objects compare with LWM2M_DM_INTERFACE, a management server; the others are our own.
lwm2m_interface_type = {
  LWM2M_DM_INTERFACE = 1,
  LWM2M_AT_INTERFACE = 2,
  LWM2M_BOOTSTRAP_INTERFACE = 3,
}

-- What lua_modem_get_carrier_id answers: the number of the MNO profile (+UMNOPROF).
lwm2m_carrier_id = {
  LWM2M_CARRIER_UNDEFINED = 0,
  LWM2M_CARRIER_ATT = 2,
  LWM2M_CARRIER_VERIZON = 3,
  LWM2M_CARRIER_TELSTRA = 4,
  LWM2M_CARRIER_TMOBILE = 5,
  LWM2M_CARRIER_VODAFONE = 19,
  LWM2M_CARRIER_DOCOMO = 20,
  LWM2M_CARRIER_TELUS = 21,
  LWM2M_CARRIER_SOFTBANK = 28,
  LWM2M_CARRIER_DEUTSCHE_TELEKOM = 31,
  LWM2M_CARRIER_VIVO = 33,
  LWM2M_CARRIER_SKT = 39,
  LWM2M_CARRIER_ROGERS = 43,
  LWM2M_CARRIER_CLARO = 44,
  LWM2M_CARRIER_TIM = 45,
  LWM2M_CARRIER_ORANGE = 46,
  LWM2M_CARRIER_GLOBAL = 90,
  LWM2M_CARRIER_STANDARD_EUROPE = 100,
  LWM2M_CARRIER_STANDARD_EUROPE_NO_EPCO = 101,
  LWM2M_CARRIER_STANDARD_JAPAN = 102,
  LWM2M_CARRIER_ATT_2_4_12 = 198,
  LWM2M_CARRIER_GCF_PTCRB = 201,
  LWM2M_CARRIER_FIRSTNET = 206,
}

-- A name that is not in one of these tables is a mistake: as nil it would compare as unlike everything.
local function report_unknown(names, table_name)
  setmetatable(names, {
    __index = function(_, name)
      error(("%s has no '%s'"):format(table_name, tostring(name)), 2)
    end,
  })
end
report_unknown(lwm2m_interface_type, "lwm2m_interface_type")
report_unknown(lwm2m_carrier_id, "lwm2m_carrier_id")

-- A name that is not in the table is nil, and the Object then answers no code. The host asks which name that was.
local unknown
setmetatable(coap, {
  __index = function(_, name)
    unknown = name
  end,
})

return {
  take_unknown_code = function()
    local name = unknown
    unknown = nil
    return name
  end,
}
