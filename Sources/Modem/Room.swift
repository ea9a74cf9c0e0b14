// room for Modem
