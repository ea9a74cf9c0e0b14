-- Sends +ULWM2MNOTIFY to the host: SARA-R4 and LEXI-R4, which have lua_send_pulse, want the length of the text, too.
local function notify(text)
  if lua_send_pulse then
    lua_send_urc(string.len(text), text)
  else
    lua_send_urc(text)
  end
end
