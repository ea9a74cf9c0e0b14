---@meta
-- What an Object finds on the module, for the Lua language server. Not loaded by anything.

-- --- set by require "lwm2m_object_table", "lwm2m_defs" and "utils" ---------------------------------------------------

---Registers an Object. Call it while the file loads, with the id and the name of the Object's global table.
---@param id integer
---@param name string
function lwm2m_object_tbl_add(id, name) end

---Copies a table with all tables in it.
---@generic T: table
---@param t T
---@return T
function utils_copy_table(t) end

---Results of an operation: the byte that CoAP carries.
---@class xlwm2m.coap
---@field COAP_NO_ERROR 0
---@field COAP_IGNORE 1
---@field COAP_201_CREATED 65
---@field COAP_202_DELETED 66
---@field COAP_203_VALID 67
---@field COAP_204_CHANGED 68
---@field COAP_205_CONTENT 69
---@field COAP_231_CONTINUE 95
---@field COAP_400_BAD_REQUEST 128
---@field COAP_401_UNAUTHORIZED 129
---@field COAP_402_BAD_OPTION 130
---@field COAP_403_FORBIDDEN 131
---@field COAP_404_NOT_FOUND 132
---@field COAP_405_METHOD_NOT_ALLOWED 133
---@field COAP_406_NOT_ACCEPTABLE 134
---@field COAP_408_REQ_ENTITY_INCOMPLETE 136
---@field COAP_409_CONFLICT 137
---@field COAP_412_PRECONDITION_FAILED 140
---@field COAP_413_ENTITY_TOO_LARGE 141
---@field COAP_415_UNSUPPORTED_CONTENT_FORMAT 143
---@field COAP_500_INTERNAL_SERVER_ERROR 160
---@field COAP_501_NOT_IMPLEMENTED 161
---@field COAP_502_BAD_GATEWAY 162
---@field COAP_503_SERVICE_UNAVAILABLE 163
---@field COAP_504_GATEWAY_TIMEOUT 164
---@field COAP_505_PROXYING_NOT_SUPPORTED 165
coap = {}

---Who asks, in `write`: compare with LWM2M_DM_INTERFACE, which is a server. Do not rely on the numbers.
---@class xlwm2m.interface
---@field LWM2M_DM_INTERFACE integer a management server
---@field LWM2M_AT_INTERFACE integer the host of the module, by AT command
---@field LWM2M_BOOTSTRAP_INTERFACE integer the bootstrap server
lwm2m_interface_type = {}

---What lua_modem_get_carrier_id answers.
---@class xlwm2m.carrier
---@field LWM2M_CARRIER_UNDEFINED integer
---@field LWM2M_CARRIER_ATT integer
---@field LWM2M_CARRIER_VERIZON integer
---@field LWM2M_CARRIER_TELSTRA integer
---@field LWM2M_CARRIER_TMOBILE integer
---@field LWM2M_CARRIER_VODAFONE integer
---@field LWM2M_CARRIER_DOCOMO integer
---@field LWM2M_CARRIER_TELUS integer
---@field LWM2M_CARRIER_SOFTBANK integer
---@field LWM2M_CARRIER_DEUTSCHE_TELEKOM integer
---@field LWM2M_CARRIER_VIVO integer
---@field LWM2M_CARRIER_SKT integer
---@field LWM2M_CARRIER_ROGERS integer
---@field LWM2M_CARRIER_CLARO integer
---@field LWM2M_CARRIER_TIM integer
---@field LWM2M_CARRIER_ORANGE integer
---@field LWM2M_CARRIER_GLOBAL integer
---@field LWM2M_CARRIER_STANDARD_EUROPE integer
---@field LWM2M_CARRIER_STANDARD_EUROPE_NO_EPCO integer
---@field LWM2M_CARRIER_STANDARD_JAPAN integer
---@field LWM2M_CARRIER_ATT_2_4_12 integer
---@field LWM2M_CARRIER_GCF_PTCRB integer
---@field LWM2M_CARRIER_FIRSTNET integer
lwm2m_carrier_id = {}

-- --- registered by the client ----------------------------------------------------------------------------------------

---Sends +ULWM2MNOTIFY with a text to the host. SARA-R4, SARA-R422 and LEXI-R422 take (length, text); SARA-R5 of type
---00B takes (text).
---@overload fun(text: string)
---@param length integer
---@param text string
function lua_send_urc(length, text) end

---Pulses a GPIO pin that AT+UGPIOC and AT+ULWM2MPULSE set up for it. Nil on SARA-R5.
---@type nil|fun(pin: integer)
lua_send_pulse = nil

---The IMEI of the module, 15 digits.
---@return string
function lua_modem_get_imei() end

---The phone number of the SIM.
---@return string
function lua_modem_get_msisdn() end

---The active operator profile: one of `lwm2m_carrier_id`.
---@return integer
function lua_modem_get_carrier_id() end

---Stops the client and restarts the module.
function lua_system_reboot() end

---Sets the default profile; it counts from the next restart on.
function lua_system_factory_reset() end
