from lms.envs.test import *

# The MongoDB of the platform is not protected by a password here.
DOC_STORE_CONFIG["user"] = None
DOC_STORE_CONFIG["password"] = None
