# Nothing is served while an image is built: dummies stand for what is only
# known when the platform runs.
SECRET_KEY = "not-a-secret"
DATABASES = {"default": {}}
XQUEUE_INTERFACE = {"django_auth": None, "url": None}
LMS_ROOT_URL = "https://lms.invalid"
