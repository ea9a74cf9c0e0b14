#include "embedded_files.h"
