// room for DDF
